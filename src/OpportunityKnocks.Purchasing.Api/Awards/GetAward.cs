using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>The award of a round: winners, prices and totals for everyone; how it came about for coordinators and auditors.</summary>
public sealed record GetAward(Guid ClusterId, Guid RoundId) : IRequest<AwardResponse>;

public sealed class GetAwardHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetAward, AwardResponse>
{
    public async Task<AwardResponse> Handle(GetAward request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var award = await db.AwardOfAsync(caller, cluster, new RoundId(request.RoundId), cancellationToken);
        var lots = await LotsAsync(award, cancellationToken);
        var names = await NamesAsync(lots, cancellationToken);
        var seesAll = caller.SeesWholeAwards();

        return new AwardResponse(
            award.Id.Value,
            award.RoundId.Value,
            award.State,
            award.Supersedes?.Value,
            award.Reason,
            award.AwardedAt,
            AwardRuleDetails.Of(award.Rules),
            award.IsProved,
            award.Members,
            AwardTotals.Of(award.Net, award.Vat, award.UnrecoveredVat, award.Currency),
            [.. lots.Select(l => ToLot(l.Lot, l.Number, l.Title, names, seesAll))],
            seesAll ? await PassesAsync(award, cancellationToken) : null,
            await DeparturesAsync(award, seesAll ? null : caller.Member!.Value, cancellationToken),
            award.Version,
            seesAll ? ProposedWithdrawal.Of(await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == award.RoundId).Select(r => r.Withdrawal).SingleAsync(cancellationToken)) : null);
    }

    private async Task<List<(AwardedLot Lot, int Number, string Title)>> LotsAsync(Award award, CancellationToken ct)
    {
        var rows = await db.AwardedLots.AsNoTracking()
            .Where(l => l.ClusterId == award.ClusterId && l.AwardId == award.Id)
            .Join(db.Lots, a => new { a.ClusterId, a.LotId }, l => new { l.ClusterId, LotId = l.Id }, (a, l) => new { Lot = a, l.Number, l.Title })
            .OrderBy(row => row.Number).ThenBy(row => row.Lot.Part)
            .ToListAsync(ct);
        return [.. rows.Select(row => (row.Lot, row.Number, row.Title))];
    }

    private Task<Dictionary<OrganisationId, string>> NamesAsync(List<(AwardedLot Lot, int Number, string Title)> lots, CancellationToken ct)
    {
        var bidders = lots.SelectMany(l => l.Lot.Candidates).Select(c => c.SupplierId)
            .Concat(lots.Where(l => l.Lot.SupplierId is not null).Select(l => l.Lot.SupplierId!.Value)).Distinct().ToList();
        return db.Organisations.Where(o => bidders.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
    }

    private Task<List<AwardPassSummary>> PassesAsync(Award award, CancellationToken ct) => db.Set<RecordedPass>().AsNoTracking()
        .Where(p => p.ClusterId == award.ClusterId && p.AwardId == award.Id)
        .OrderBy(p => p.Number)
        .Select(p => ToPass(p, award.Currency))
        .ToListAsync(ct);

    private Task<List<AwardDeparture>> DeparturesAsync(Award award, MemberId? of, CancellationToken ct) => db.Departures
        .Where(d => d.ClusterId == award.ClusterId && d.AwardId == award.Id)
        .Join(db.Needs, d => new { d.ClusterId, d.NeedId }, n => new { n.ClusterId, NeedId = n.Id }, (d, n) => new { d, n })
        .Where(row => of == null || row.n.MemberId == of)
        .OrderBy(row => row.d.Pass).ThenBy(row => row.d.NeedId)
        .Select(row => new AwardDeparture(
            row.d.NeedId.Value,
            row.n.MemberId.Value,
            row.n.LotId!.Value.Value,
            row.d.Pass,
            row.d.Standing,
            row.n.Ceiling,
            row.d.CostPerUnit == null ? null : ExactAmount.Of(Fraction.Parse(row.d.CostPerUnit))))
        .ToListAsync(ct);

    private static AwardLot ToLot(AwardedLot lot, int number, string title, Dictionary<OrganisationId, string> names, bool seesAll) => new(
        lot.LotId.Value,
        number,
        title,
        lot.Part,
        lot.Quantity,
        lot.Members,
        lot.Periods,
        lot.SupplierId is { } supplier ? ToWinner(lot, new NamedOrganisation(supplier.Value, names[supplier])) : null,
        lot.NotAwarded,
        seesAll ? [.. lot.Candidates.Select(c => ToCandidate(c, names, lot.Currency))] : null);

    private static AwardWinner ToWinner(AwardedLot lot, NamedOrganisation supplier) => new(
        supplier,
        lot.Supplied,
        lot.Packages,
        lot.Discount,
        ExactAmount.Of(new Fraction(lot.LinePerPeriod, (Int128)lot.Supplied * lot.Currency.MinorUnitsPerUnit)),
        new Money(lot.LinePerPeriod, lot.Currency),
        new Money(lot.FixedFee, lot.Currency),
        new Money(lot.FeePerMember, lot.Currency),
        lot.VatCategory!.Value,
        lot.VatRate!.Value,
        AwardTotals.Of(lot.Net, lot.Vat, lot.UnrecoveredVat, lot.Currency));

    private static AwardCandidate ToCandidate(RankedOffer offer, Dictionary<OrganisationId, string> names, Currency currency) => new(
        new NamedOrganisation(offer.SupplierId.Value, names[offer.SupplierId]),
        offer.BidId.Value,
        offer.Rank,
        offer.Net is { } net ? new Money(net, currency) : null,
        offer.Factor,
        offer.EvaluatedCost,
        offer.Unsuitable);

    private static AwardPassSummary ToPass(RecordedPass pass, Currency currency) => new(
        pass.Number,
        pass.NeedsLeft,
        [.. pass.Lots.Select(lot => new AwardPassLot(
            lot.LotId.Value,
            lot.Quantity,
            lot.Members,
            lot.SupplierId?.Value,
            lot.Net is { } net ? new Money(net, currency) : null,
            lot.EvaluatedCost,
            lot.NotAwarded,
            lot.SupplierIds?.Select(supplier => supplier.Value).ToList()))],
        pass.Outcome,
        pass.EvaluatedCost,
        pass.Bound);
}

public sealed class GetAwardEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/award",
            async Task<Ok<AwardResponse>> ([AsParameters] GetAward query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetAward),
            "Awards",
            "Read a round's award",
            "Winners, unit prices and totals. Coordinators and auditors also see every offer's rank, the passes, and who left at which ceiling; "
            + "a member sees of those who left only its own needs.")
        .Allows(Scopes.SharesRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
