using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Who pays what of a round's award, one row per member and lot, each with its explanation.</summary>
public sealed record ListShares(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<ShareResponse>>;

public sealed class ListSharesHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListShares, Page<ShareResponse>>
{
    public async Task<Page<ShareResponse>> Handle(ListShares request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var award = await db.AwardOfAsync(caller, cluster, new RoundId(request.RoundId), cancellationToken);
        var mine = caller.SeesWholeAwards() ? null : caller.Member;
        var page = await db.Shares.AsNoTracking()
            .Where(s => s.ClusterId == cluster && s.AwardId == award.Id && (mine == null || s.MemberId == mine))
            .PageByIdAsync(s => s.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);

        var lots = await LotsAsync(award, cancellationToken);
        var needs = await NeedsAsync(award, page.Items, cancellationToken);
        var names = await db.NamesOfAsync(cluster, page.Items.Select(s => s.MemberId), lots.Values.Select(l => l.Awarded.SupplierId), cancellationToken);
        var overTheRound = await db.OverTheRoundAsync(award, [.. page.Items.Select(s => s.MemberId).Distinct()], mine, cancellationToken);
        return page.Select(share => ToResponse(share, lots[(share.LotId, share.Part)], needs[(share.MemberId, share.LotId)], names) with
        {
            OverTheRound = overTheRound(share.MemberId),
        });
    }

    private async Task<Dictionary<(LotId, int), SharedLot>> LotsAsync(Award award, CancellationToken ct)
    {
        var rows = await db.AwardedLots.AsNoTracking()
            .Where(l => l.ClusterId == award.ClusterId && l.AwardId == award.Id && l.SupplierId != null)
            .Join(db.Lots, a => new { a.ClusterId, a.LotId }, l => new { l.ClusterId, LotId = l.Id }, (a, l) => new { Awarded = a, Lot = l })
            .ToListAsync(ct);
        return rows.ToDictionary(row => (row.Lot.Id, row.Awarded.Part), row => new SharedLot(row.Lot, row.Awarded, row.Awarded.Cost()));
    }

    private async Task<ILookup<(MemberId, LotId), (NeedId Id, UnitPrice? Ceiling)>> NeedsAsync(
        Award award, IReadOnlyList<Share> shares, CancellationToken ct)
    {
        var members = shares.Select(s => s.MemberId).Distinct().ToList();
        var rows = await db.Needs
            .Where(n => n.ClusterId == award.ClusterId && n.RoundId == award.RoundId && members.Contains(n.MemberId) && n.State == NeedState.Pooled)
            .OrderBy(n => n.Id)
            .Select(n => new { n.Id, n.MemberId, n.LotId, n.Ceiling })
            .ToListAsync(ct);
        return rows.ToLookup(n => (n.MemberId, n.LotId!.Value), n => (n.Id, n.Ceiling));
    }

    private static ShareResponse ToResponse(Share share, SharedLot lot, IEnumerable<(NeedId Id, UnitPrice? Ceiling)> needs, PartyNames names)
    {
        var costPerUnit = lot.Cost.CostPerUnit(share.Quantity, share.VatRecovery);
        var unitWord = Units.Find(lot.Lot.Unit)?.Plural ?? lot.Lot.Unit;
        var explanation = lot.Awarded.Explain(
            lot.Cost, share, unitWord, PeriodWord(lot.Lot.PeriodUnit), [.. needs.Select(n => new CeilingCheck(n.Id, n.Ceiling, costPerUnit))]);
        return ShareResponse.Of(share, explanation, lot.Lot.Title, names.Member(share.MemberId), names.Supplier(lot.Awarded.SupplierId!.Value));
    }

    private static string PeriodWord(PeriodUnit unit) => unit switch
    {
        PeriodUnit.Month => "months",
        PeriodUnit.Quarter => "quarters",
        PeriodUnit.Year => "years",
        _ => "",
    };

    private sealed record SharedLot(Lot Lot, AwardedLot Awarded, LotCost Cost);
}

public sealed class ListSharesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/shares",
            async Task<Ok<Page<ShareResponse>>> ([AsParameters] ListShares query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListShares),
            "Awards",
            "List the shares of a round's award",
            "A coordinator or auditor sees all, a member its own. Each share carries the figures to compute it again.")
        .Allows(Scopes.SharesRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
