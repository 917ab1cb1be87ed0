using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>What withdrawing a need would do to the others in its lot.</summary>
public sealed record GetWithdrawalEffect(Guid ClusterId, Guid NeedId) : IRequest<WithdrawalEffect>;

/// <param name="MinimumQuantity">Below it the lot is not tendered.</param>
/// <param name="Before">As it is; left out until three members are in.</param>
/// <param name="After">Without this need; left out until three others are in.</param>
public sealed record WithdrawalEffect(Guid LotId, long PackSize, long MinimumQuantity, LotAsItStands? Before, LotAsItStands? After);

/// <param name="Asked">Units per period.</param>
/// <param name="Order">Units in whole packs.</param>
/// <param name="MissingToNextPack">Units until what is asked fills one pack more.</param>
/// <param name="MissingToMinimum">Units until the order reaches the minimum.</param>
public sealed record LotAsItStands(int Members, long Asked, long Order, long Packs, long MissingToNextPack, long MissingToMinimum, bool ReachesMinimum);

public sealed class GetWithdrawalEffectHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetWithdrawalEffect, WithdrawalEffect>
{
    public async Task<WithdrawalEffect> Handle(GetWithdrawalEffect request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new NeedId(request.NeedId));
        var need = await db.VisibleNeeds(caller, cluster).AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such need of yours.");
        if (need.State != NeedState.Pooled)
            throw NeedRefusals.NotOpen.Because("It counts in no lot, so withdrawing it changes nothing for others.");

        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleAsync(r => r.ClusterId == cluster && r.Id == need.RoundId, cancellationToken);
        var lot = round.Lots.Single(l => l.Id == need.LotId);
        var pooled = db.PooledNeeds(round).Where(n => n.LotId == lot.Id);
        return new WithdrawalEffect(
            lot.Id.Value,
            lot.PackSize,
            lot.MinimumQuantity,
            await StandsAsync(pooled),
            await StandsAsync(pooled.Where(n => n.Id != id)));

        async Task<LotAsItStands?> StandsAsync(IQueryable<Need> needs)
        {
            var members = await needs.Select(n => n.MemberId).Distinct().CountAsync(cancellationToken);
            if (members < RoundVisibility.FewestMembersToShow && !caller.Is(Roles.Coordinator))
                return null;

            var asked = await needs.SumAsync(n => n.Quantity, cancellationToken);
            var (demand, _) = await needs.PoolAsync(round, cancellationToken);
            var order = demand.SingleOrDefault(d => d.LotId == lot.Id)?.Quantity ?? 0;
            var over = asked % lot.PackSize;
            return new LotAsItStands(
                members,
                asked,
                order,
                order / lot.PackSize,
                over == 0 ? 0 : lot.PackSize - over,
                Math.Max(0, lot.MinimumQuantity - order),
                order >= lot.MinimumQuantity);
        }
    }
}

public sealed class GetWithdrawalEffectEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/needs/{needId}/withdrawal-effect",
            async Task<Ok<WithdrawalEffect>> ([AsParameters] GetWithdrawalEffect query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetWithdrawalEffect), "Needs", "What withdrawing a need does to the others",
            "The lot with and without it: packs and minimum. Figures of fewer than three members are left out.")
        .Allows(Scopes.NeedsRead, Roles.Member | Roles.Coordinator)
        .Refuses(NeedRefusals.NotOpen);
}
