using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Optimisation.Coalitions;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>What would change for the others if a member left the round now. Stores nothing.</summary>
public sealed record PreviewMemberLeaving(Guid ClusterId, Guid RoundId, LeavingMember Body) : IRequest<MemberLeavingEffect>;

public sealed record LeavingMember(Guid MemberId);

/// <param name="Before">Units per period that are awarded; left out if the lot is not.</param>
public sealed record LotWithoutMember(Guid LotId, int Number, long? Before, long? After);

/// <param name="Before">What it pays over the term, net and the VAT it cannot recover; left out if it gets nothing.</param>
/// <param name="Change">More is positive; left out where it does not pay both before and after.</param>
public sealed record MemberWithoutMember(Guid MemberId, string MemberName, Money? Before, Money? After, Money? Change);

/// <param name="Before">What all pay together now.</param>
/// <param name="After">What the others pay together without it; nothing if nothing can be awarded then.</param>
/// <param name="Members">The others; one that would pay before and not after leaves too, at its ceiling or with its lot.</param>
public sealed record MemberLeavingEffect(
    Guid MemberId, Money Before, Money After, IReadOnlyList<LotWithoutMember> Lots, IReadOnlyList<MemberWithoutMember> Members);

public sealed class PreviewMemberLeavingValidator : AbstractValidator<PreviewMemberLeaving>
{
    public PreviewMemberLeavingValidator() => RuleFor(q => q.Body.MemberId).NotEmpty();
}

public sealed class PreviewMemberLeavingHandler(PurchasingDb db, SolverPlaces places) : IRequestHandler<PreviewMemberLeaving, MemberLeavingEffect>
{
    public async Task<MemberLeavingEffect> Handle(PreviewMemberLeaving request, CancellationToken cancellationToken)
    {
        var (cluster, member) = (new ClusterId(request.ClusterId), new MemberId(request.Body.MemberId));
        var (round, problem) = await db.LoadTrialAsync(cluster, new RoundId(request.RoundId), cancellationToken);
        if (problem.Needs.All(need => need.MemberId != member))
            throw HttpRefusals.NotFound.Because("There is no such member with a need in this round.");

        var (before, after) = await places.RunAsync(
            () => (Compute(problem, round.Sharing, cancellationToken), Compute(problem.Without(member), round.Sharing, cancellationToken)), cancellationToken);
        var others = problem.Needs.Select(need => need.MemberId).Where(id => id != member).Distinct().OrderBy(id => id.Value).ToList();
        var names = await db.NamesOfAsync(cluster, others, [], cancellationToken);
        return new MemberLeavingEffect(
            request.Body.MemberId,
            MoneyOf(before.Costs.Values.Sum()),
            MoneyOf(after.Costs.Values.Sum()),
            [.. before.Result.Lots.Zip(after.Result.Lots, (was, willBe) => new LotWithoutMember(was.Lot.Id.Value, was.Lot.Number, UnitsOf(was), UnitsOf(willBe)))],
            [.. others.Select(id => Effect(id, CostOf(before.Costs, id), CostOf(after.Costs, id)))]);

        Money MoneyOf(long minorUnits) => new(minorUnits, problem.Currency);

        MemberWithoutMember Effect(MemberId id, long? was, long? willBe) => new(
            id.Value,
            names.Member(id),
            was is { } w ? MoneyOf(w) : null,
            willBe is { } b ? MoneyOf(b) : null,
            willBe - was is { } change ? MoneyOf(change) : null);
    }

    private static long? UnitsOf(LotOutcome lot) => lot.NotAwarded is null ? lot.Demand : null;

    private static long? CostOf(IReadOnlyDictionary<MemberId, long> costs, MemberId id) => costs.TryGetValue(id, out var cost) ? cost : null;

    private static (AwardResult Result, IReadOnlyDictionary<MemberId, long> Costs) Compute(AwardProblem problem, RoundSharing sharing, CancellationToken ct)
    {
        var result = TrialAwards.Compute(problem, ct);
        var costs = TrialAwards.CostsOf(result).ToDictionary();
        if (costs.Count > 0)
        {
            foreach (var adjustment in AwardSplit.Of(problem, result, sharing, SharingWriter.Options, ct).Adjustments)
                costs[adjustment.MemberId] += adjustment.Amount;
        }

        return (result, costs);
    }
}

public sealed class PreviewMemberLeavingEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/what-if-member-leaves",
            async Task<Ok<MemberLeavingEffect>> ([AsParameters] PreviewMemberLeaving query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(PreviewMemberLeaving),
            "Awards",
            "Preview a member leaving",
            "The round is awarded, split and judged again without the member's needs: what changes for each of the others, to the penny. Nothing is "
            + "stored; no Idempotency-Key is needed.")
        .Allows(Scopes.SharesRead, Roles.Coordinator)
        .WithMetadata(new IsWhatIf())
        .Refuses(RoundRefusals.WrongState, AwardRefusals.Impossible, GameRefusals.TooManyMembers)
        .RequestExample("""{ "memberId": "0192f3a4-0000-7000-8000-000000000001" }""");
}
