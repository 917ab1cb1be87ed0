using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>What a bid would come to at the pooled demand. Stores nothing.</summary>
public sealed record CheckBid(Guid ClusterId, Guid RoundId, BidDetails Body) : IRequest<BidCheckResponse>;

public sealed record BidAmounts(Money Net, Money Vat, Money Gross)
{
    public static BidAmounts Of(Charge charge) => new(charge.Net, charge.Vat, charge.Gross);
}

/// <param name="PerPeriod">One period's line total, without fees.</param>
/// <param name="FeesPerMember">The fee per member for all members.</param>
/// <param name="Term">All periods and fees. The VAT is on each period's amount; the members' own invoices can differ by pennies.</param>
public sealed record LotTotalsResponse(
    Guid LotId, long Quantity, int Members, int Periods, BidAmounts PerPeriod, Money FixedFee, Money FeesPerMember, BidAmounts Term)
{
    public static LotTotalsResponse Of(LotTotals lot) => new(
        lot.Lot.Id.Value,
        lot.Lot.Quantity,
        lot.Lot.Members,
        lot.Lot.Periods,
        BidAmounts.Of(lot.Line),
        lot.Offer.FixedFee,
        lot.FeesPerMember,
        new BidAmounts(lot.Net, lot.Vat, lot.Gross));
}

/// <param name="LotId">The lot it is about; left out when it is about the whole bid.</param>
public sealed record BidWarningResponse(BidWarningCode Code, Guid? LotId, string Message);

/// <summary>What a package comes to over the term.</summary>
public sealed record PackageTotalsResponse(string Id, BidAmounts Term);

/// <param name="Lots">The lots the offer can supply, each at its whole demand and without volume discounts; the others have a warning.</param>
/// <param name="Packages">Those that can be taken.</param>
/// <param name="FixedFee">Of the bid as a whole.</param>
/// <param name="Total">Over those lots and their terms; without packages and the bid's own fee.</param>
public sealed record BidCheckResponse(
    IReadOnlyList<LotTotalsResponse> Lots,
    IReadOnlyList<PackageTotalsResponse> Packages,
    Money FixedFee,
    BidAmounts Total,
    IReadOnlyList<BidWarningResponse> Warnings);

public sealed class CheckBidValidator : AbstractValidator<CheckBid>
{
    public CheckBidValidator() => RuleFor(c => c.Body).SetValidator(new BidDetailsValidator());
}

public sealed class CheckBidHandler(PurchasingDb db) : IRequestHandler<CheckBid, BidCheckResponse>
{
    public async Task<BidCheckResponse> Handle(CheckBid request, CancellationToken cancellationToken)
    {
        var tender = await db.RequireTenderAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), cancellationToken);

        var check = BidCheck.Of(tender, request.Body.ToTerms(tender.Currency));
        tender.RequireTerms(request.Body.TermsVersion);

        return new BidCheckResponse(
            [.. check.Lots.Select(LotTotalsResponse.Of)],
            [.. check.Packages.Select(package => new PackageTotalsResponse(
                package.Id, new BidAmounts(package.Net, package.Vat, package.Net + package.Vat)))],
            request.Body.FixedFee ?? Money.Zero(tender.Currency),
            new BidAmounts(Sum(lot => lot.Net), Sum(lot => lot.Vat), Sum(lot => lot.Gross)),
            [.. check.Warnings.Select(w => new BidWarningResponse(w.Code, w.LotId?.Value, w.Message))]);

        Money Sum(Func<LotTotals, Money> amount) => check.Lots.Aggregate(Money.Zero(tender.Currency), (sum, lot) => sum + amount(lot));
    }
}

public sealed class CheckBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/tenders/{roundId}/bid/check",
            async Task<Ok<BidCheckResponse>> ([AsParameters] CheckBid query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(CheckBid), "Bids", "Check a bid", "What it comes to at the pooled demand, with warnings. Nothing is stored; no Idempotency-Key is needed.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .WithMetadata(new IsWhatIf())
        .LargeBodies()
        .Refuses([BidRefusals.TermsChanged, .. BidRoutes.InvalidBids])
        .RequestExample(BidRoutes.Example);
}
