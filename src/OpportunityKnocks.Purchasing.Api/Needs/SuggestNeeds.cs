using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>The standing needs that fit a lot and may join it: of the lot's category or one below it, in its unit, not needed before it
/// starts, of active members the round is open to.</summary>
public sealed record SuggestNeeds(Guid ClusterId, Guid RoundId, Guid LotId, int? Limit, string? Cursor) : IRequest<Page<NeedResponse>>;

public sealed class SuggestNeedsHandler(PurchasingDb db, Caller caller) : IRequestHandler<SuggestNeeds, Page<NeedResponse>>
{
    public async Task<Page<NeedResponse>> Handle(SuggestNeeds request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var lotId = new LotId(request.LotId);
        var roundId = new RoundId(request.RoundId);
        var lot = await db.Lots.Where(l => l.ClusterId == cluster && l.RoundId == roundId && l.Id == lotId)
            .Select(l => new { l.CategoryCode, l.Unit, l.StartsOn })
            .SingleOrDefaultAsync(cancellationToken) ?? throw NeedLookUps.NoSuchLot();

        var below = Categories.PrefixOf(lot.CategoryCode);
        var page = await db.VisibleNeeds(caller, cluster)
            .Where(n => n.State == NeedState.Standing && n.Unit == lot.Unit && n.CategoryCode.StartsWith(below))
            .Where(n => n.NeededBy == null || n.NeededBy >= lot.StartsOn)
            .Where(n => db.Members.Any(m => m.ClusterId == cluster && m.Id == n.MemberId && m.Active
                && db.Rounds.Any(r => r.ClusterId == cluster && r.Id == roundId
                    && (r.GroupIds.Count == 0 || m.Groups.Any(g => r.GroupIds.Contains(g))))))
            .AsSeenBy(db, caller)
            .AsNoTracking()
            .PageByIdAsync(n => n.Need.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(n => n.ToResponse());
    }
}

public sealed class SuggestNeedsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/lots/{lotId}/needs",
            async ([AsParameters] SuggestNeeds query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(SuggestNeeds),
            "Needs",
            "Standing needs that fit a lot",
            "Of the lot's category or one below it, in its unit, needed by no date or by one not before the lot starts, of members the round is open to. What is chosen for a draft says so.")
        .Allows(Scopes.NeedsRead, Roles.Coordinator);
}
