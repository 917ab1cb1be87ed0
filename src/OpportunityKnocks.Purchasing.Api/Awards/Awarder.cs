using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>An award that was computed and checked, and not yet fixed.</summary>
public sealed record ComputedAward(AwardProblem Problem, AwardResult Result, IReadOnlyDictionary<BidId, int> OfferVersions)
{
    public bool AwardsNothing => Result.Shares.Count == 0;

    /// <inheritdoc cref="Award.Fix"/>
    public Award Fix(Round round, string reason, DateTimeOffset now) => Award.Fix(round, Problem, Result, OfferVersions, reason, now);
}

/// <summary>Computes an award from the round's needs and bids and writes what it means: the same when a round is closed and when an award is
/// computed anew. The round is taken.</summary>
public sealed class Awarder(PurchasingDb db, AwardWriter writer, NeedRelease needs)
{
    public async Task<ComputedAward> ComputeAsync(Round round, CancellationToken ct)
    {
        var (problem, offerVersions) = await db.LoadAwardProblemAsync(round, ct);
        var result = Awarding.Compute(problem);

        // A wrong award is our fault, not the caller's: nothing is written.
        if (AwardChecker.Check(problem, result) is [var first, ..])
            throw new InvalidOperationException($"The computed award breaks a rule: {first}");
        return new ComputedAward(problem, result, offerVersions);
    }

    /// <param name="accepted">Who accepted the award whose place this one takes, and when; null for a first one.</param>
    public async Task WriteAsync(
        Round round, Award award, ComputedAward computed, IReadOnlyDictionary<MemberId, DateTimeOffset>? accepted, CancellationToken ct)
    {
        db.Awards.Add(award);
        await db.SaveChangesAsync(ct);
        await writer.WriteAsync(round, award, computed.Result, accepted, ct);
        foreach (var lot in award.Lots.Where(lot => lot.NotAwarded is not null))
        {
            var reason = $"The lot is not awarded: {NotAwarded.InWords(lot.NotAwarded!.Value)}";
            await needs.ReleaseAsync(round, db.NeedsIn(round, [lot.LotId]), reason, award.AwardedAt, ct);
        }

        var withoutUnits = computed.Result.WithoutUnits.ToList();
        var unserved = db.PooledNeeds(round).Where(n => withoutUnits.Contains(n.Id));
        await needs.ReleaseAsync(round, unserved, "Only whole packs are ordered, and no unit was left for it or its bundle.", award.AwardedAt, ct);
    }
}
