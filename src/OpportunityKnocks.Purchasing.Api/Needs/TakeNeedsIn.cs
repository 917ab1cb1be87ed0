using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>The coordinator puts standing needs into a lot: all of those named, or none.</summary>
public sealed record TakeNeedsIn(Guid ClusterId, Guid RoundId, Guid LotId, NeedsToTakeIn Body) : IRequest<NeedsTakenIn>;

/// <param name="NeedIds">1 to 1,000, each once.</param>
public sealed record NeedsToTakeIn(IReadOnlyList<Guid> NeedIds);

public sealed record NeedsTakenIn(IReadOnlyList<NeedResponse> Needs);

public sealed class TakeNeedsInValidator : AbstractValidator<TakeNeedsIn>
{
    public TakeNeedsInValidator() => RuleFor(c => c.Body.NeedIds)
        .Must(ids => ids.Count is >= 1 and <= SubmitNeedsValidator.Maximum && ids.Distinct().Count() == ids.Count)
        .WithMessage($"name 1 to {SubmitNeedsValidator.Maximum} needs, each once");
}

public sealed class TakeNeedsInHandler(PurchasingDb db, NeedGate gate, JournalWriter journal) : IRequestHandler<TakeNeedsIn, NeedsTakenIn>
{
    public async Task<NeedsTakenIn> Handle(TakeNeedsIn request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var lot = await db.RequireLotAsync(cluster, new RoundId(request.RoundId), new LotId(request.LotId), cancellationToken);
        await gate.EnterAsync(cluster, lot.RoundId, cancellationToken);
        var needs = await gate.TakeAsync(cluster, [.. request.Body.NeedIds], cancellationToken);
        if (needs.Count != request.Body.NeedIds.Count)
            throw HttpRefusals.NotFound.Because($"There is no need {request.Body.NeedIds.Except(needs.Select(n => n.Id.Value)).First()} in this cluster.");
        await RequireInvitedAsync(cluster, lot.RoundId, [.. needs.Select(n => n.MemberId).Distinct()], cancellationToken);

        foreach (var need in needs)
        {
            need.Join(lot);
            journal.Record(EventType.NeedPooled, need, need.Quantity, 1);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new NeedsTakenIn([.. needs.Select(n => NeedResponse.Of(n, withSealed: false))]);
    }

    private async Task RequireInvitedAsync(ClusterId cluster, RoundId round, MemberId[] ids, CancellationToken ct)
    {
        var members = db.Members.Where(m => m.ClusterId == cluster && ids.Contains(m.Id));
        if (await members.AnyAsync(m => !m.Active, ct))
            throw NeedRefusals.MemberInactive.Because("One of the needs is of a member that is not active any more.");
        if (await members.AnyAsync(
            m => !db.Rounds.Any(r => r.ClusterId == cluster && r.Id == round && (r.GroupIds.Count == 0 || m.Groups.Any(g => r.GroupIds.Contains(g)))), ct))
        {
            throw NeedRefusals.GroupNotInvited.Because("One of the needs is of a member in none of the groups the round is open to.");
        }
    }
}

public sealed class TakeNeedsInEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/lots/{lotId}/needs",
            async ([AsParameters] TakeNeedsIn command, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(TakeNeedsIn), "Needs", "Take standing needs into a lot", "All of the needs named, or none. GET the same address for needs that fit.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(
            NeedRefusals.NotCollecting,
            NeedRefusals.NotStanding,
            NeedRefusals.UnitDiffers,
            NeedRefusals.GroupNotInvited,
            NeedRefusals.MemberInactive)
        .RequestExample("""{ "needIds": ["0198c0de-0000-7000-8000-000000000002", "0198c0de-0000-7000-8000-000000000003"] }""");
}
