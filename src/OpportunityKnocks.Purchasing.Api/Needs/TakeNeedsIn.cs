using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>The coordinator takes standing needs into a lot, all of those named or none: they are proposed, and count once their members
/// confirm. For a draft they are only chosen: it shows nobody anything before it is published.</summary>
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

public sealed class TakeNeedsInHandler(PurchasingDb db, NeedGate gate, RoundGate rounds, Proposals proposals, JournalWriter journal)
    : IRequestHandler<TakeNeedsIn, NeedsTakenIn>
{
    public async Task<NeedsTakenIn> Handle(TakeNeedsIn request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var lot = await db.RequireLotAsync(cluster, new RoundId(request.RoundId), new LotId(request.LotId), cancellationToken);
        var isDraft = await EnterAsync(cluster, lot.RoundId, cancellationToken);
        var needs = await gate.TakeAsync(cluster, [.. request.Body.NeedIds], cancellationToken);
        if (needs.Count != request.Body.NeedIds.Count)
            throw HttpRefusals.NotFound.Because($"There is no need {request.Body.NeedIds.Except(needs.Select(n => n.Id.Value)).First()} in this cluster.");
        await RequireInvitedAsync(cluster, lot.RoundId, [.. needs.Select(n => n.MemberId).Distinct()], cancellationToken);

        if (isDraft)
            await proposals.ChooseAsync(cluster, needs, lot, cancellationToken);
        else
            Propose(needs, lot);
        await db.SaveChangesAsync(cancellationToken);
        return new NeedsTakenIn([.. needs.Select(n => NeedResponse.Of(n, null, withSealed: false, isDraft ? lot.LotId : null))]);
    }

    /// <returns>Whether the round is a draft: then it is held, and stays one; else it collects.</returns>
    private async Task<bool> EnterAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var seen = await rounds.EnterAsync(cluster, round, ct);
        if (seen is { State: RoundState.Draft } && (await rounds.TakeBesideWritersAsync(cluster, round, "*", ct)).Round.State == RoundState.Draft)
            return true;

        NeedGate.RequireCollecting(seen);
        return false;
    }

    private void Propose(List<Need> needs, LotToJoin lot)
    {
        foreach (var need in needs)
        {
            need.Propose(lot);
            journal.Record(EventType.NeedProposed, need);
        }
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
        .Named(
            nameof(TakeNeedsIn),
            "Needs",
            "Take standing needs into a lot",
            "All of the needs named, or none. They are proposed, and count once their members confirm; for a draft they are chosen, and proposed "
            + "when it is published. GET the same address for needs that fit.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(
            NeedRefusals.NotCollecting,
            NeedRefusals.NotStanding,
            NeedRefusals.UnitDiffers,
            NeedRefusals.GroupNotInvited,
            NeedRefusals.MemberInactive,
            NeedRefusals.ChosenElsewhere)
        .RequestExample("""{ "needIds": ["0198c0de-0000-7000-8000-000000000002", "0198c0de-0000-7000-8000-000000000003"] }""");
}
