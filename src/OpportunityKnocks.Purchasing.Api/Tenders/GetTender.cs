using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Tenders;

/// <summary>Everything a supplier needs to price a round.</summary>
public sealed record GetTender(Guid ClusterId, Guid RoundId) : IRequest<TenderResponse>;

/// <param name="EndsOn">The last day of the term.</param>
/// <param name="Periods">How often the quantity is supplied and charged.</param>
public sealed record TenderTerm(DateOnly StartsOn, DateOnly EndsOn, PeriodUnit PeriodUnit, int Periods);

/// <param name="CategoryCode">CPV, eight digits.</param>
/// <param name="Unit">UN/CEFACT Recommendation 20 code; quantities and prices are per unit and period.</param>
/// <param name="Divisible">Whether several suppliers may supply it.</param>
public sealed record TenderLotResponse(
    Guid Id,
    int Number,
    string Title,
    string Specification,
    string CategoryCode,
    string Unit,
    TenderTerm Term,
    bool Divisible,
    TenderLotDemand Demand);

/// <summary>A pass/fail condition: a bid answers each, and is excluded at the opening if it does not meet one.</summary>
public sealed record TenderRequirementResponse(Guid Id, int Number, string Text);

/// <summary>A change of the terms while the tender ran.</summary>
/// <param name="Changes">The version it made, and what it changed: whether the description, which lots, and the requirements that came in and went.</param>
public sealed record TenderAmendment(DateTimeOffset At, string Reason, JsonElement Changes);

/// <summary>Who a winner makes its contract with and invoices: each member it serves, or one buyer for all.</summary>
public sealed record TenderTrade(LegalShape Shape, TenderBuyer? LeadBuyer)
{
    public static TenderTrade Of(RoundTrade trade) =>
        new(trade.Shape, trade.LeadBuyer is { } lead ? new TenderBuyer(lead.LegalName, lead.Address, lead.Vat, lead.VatNumber) : null);
}

/// <summary>The one that buys for all.</summary>
public sealed record TenderBuyer(string LegalName, PostalAddress Address, LeadBuyerVat Vat, string? VatNumber);

/// <param name="TermsVersion">Of the terms: 1 at first, one more with each amendment. A bid says which version it is for.</param>
/// <param name="Currency">Of every amount in a bid.</param>
/// <param name="BidsCloseAt">The instant from which no bid is taken; it can move to later.</param>
/// <param name="QuestionsCloseAt">The instant from which no question is taken.</param>
/// <param name="SealingKey">What bids are sealed to.</param>
/// <param name="OpeningNeeds">Whose approval opens them, after the deadline.</param>
/// <param name="FeePolicy">How the members share a fixed fee.</param>
/// <param name="Evaluation">How bids are compared; a bid whose supplier is to stay hidden from those who score it should not name it in its answers.</param>
/// <param name="Agreement">What members may change while the contracts run, at the prices of the bid.</param>
/// <param name="Trade">Who has the contract, and gets the invoices.</param>
/// <param name="OverbuyLimit">Units per period that may be ordered of each lot beyond its demand, where a higher tier makes more cost less.</param>
public sealed record TenderResponse(
    Guid ClusterId,
    string ClusterName,
    Guid RoundId,
    string Title,
    string Description,
    string Currency,
    RoundState State,
    DateTimeOffset BidsCloseAt,
    DateTimeOffset QuestionsCloseAt,
    FeePolicy FeePolicy,
    long OverbuyLimit,
    IReadOnlyList<TenderLotResponse> Lots,
    IReadOnlyList<TenderRequirementResponse> Requirements,
    int TermsVersion,
    IReadOnlyList<TenderAmendment> Amendments,
    SealingKey? SealingKey,
    OpeningNeeds OpeningNeeds,
    int Version,
    RoundEvaluationResponse Evaluation,
    TenderTrade Trade,
    AgreementDetails Agreement) : IVersioned;

public sealed class GetTenderHandler(PurchasingDb db) : IRequestHandler<GetTender, TenderResponse>
{
    public async Task<TenderResponse> Handle(GetTender request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var tender = await db.Rounds.AsNoTracking().WhereTendered().Where(r => r.ClusterId == cluster && r.Id == id)
            .Join(db.Clusters, r => r.ClusterId, c => c.Id, (r, c) => new
            {
                Round = r,
                c.Name,
                c.Currency,
                Lots = r.Lots.OrderBy(l => l.Number).ToList(),
                Requirements = r.Requirements.OrderBy(q => q.Number).ToList(),
            })
            .AsSplitQuery()
            .SingleOrDefaultAsync(cancellationToken) ?? throw TenderLookUps.NotFound;
        var demand = (await db.LoadDemandRowsAsync(cluster, id, cancellationToken)).ToLookup(row => row.LotId);

        return new TenderResponse(
            request.ClusterId,
            tender.Name,
            request.RoundId,
            tender.Round.Title,
            tender.Round.Description,
            tender.Currency.Code,
            tender.Round.State,
            tender.Round.BidsCloseAt,
            tender.Round.QuestionsCloseAt ?? tender.Round.BidsCloseAt,
            tender.Round.FeePolicy,
            tender.Round.OverbuyLimit,
            [.. tender.Lots.Select(lot => ResponseOf(lot, demand[lot.Id]))],
            [.. tender.Requirements.Select(q => new TenderRequirementResponse(q.Id.Value, q.Number, q.Text))],
            tender.Round.TermsVersion,
            tender.Round.TermsVersion == 1 ? [] : await AmendmentsAsync(tender.Round, cancellationToken),
            tender.Round.SealingKey is { } key ? SealingKey.Read(key) : null,
            tender.Round.OpeningNeeds,
            tender.Round.Version,
            RoundEvaluationResponse.Of(tender.Round.Evaluation),
            TenderTrade.Of(tender.Round.Trade),
            AgreementDetails.Of(tender.Round.Agreement));
    }

    private async Task<IReadOnlyList<TenderAmendment>> AmendmentsAsync(Round round, CancellationToken ct)
    {
        var entries = await db.Journal.Where(e => e.ClusterId == round.ClusterId && e.SubjectId == round.Id.Value && e.Type == EventType.RoundAmended)
            .OrderBy(e => e.SubjectVersion)
            .Select(e => new { e.At, e.Reason, e.Payload })
            .ToListAsync(ct);
        return entries.ConvertAll(e => new TenderAmendment(e.At, e.Reason!, JsonElement.Parse(e.Payload)));
    }

    private static TenderLotResponse ResponseOf(Lot lot, IEnumerable<DemandRow> rows) => new(
        lot.Id.Value,
        lot.Number,
        lot.Title,
        lot.Specification,
        lot.CategoryCode,
        lot.Unit,
        new TenderTerm(lot.StartsOn, lot.Term.EndsOn, lot.PeriodUnit, lot.Periods),
        lot.Divisible,
        new TenderLotDemand(lot.PooledQuantity ?? 0, lot.PooledMembers ?? 0, TenderDemand.SizeBands(rows), TenderDemand.Districts(rows)));
}

public sealed class GetTenderEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}",
            async Task<Ok<TenderResponse>> ([AsParameters] GetTender query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetTender),
            "Tenders",
            "Read a tender",
            "Everything needed to price it. Of the members only figures are told: size bands and districts with fewer than three organisations are one band, other.")
        .Allows(Scopes.TendersRead, Roles.Supplier | Roles.Coordinator);
}
