using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Counts the answers to an award when they are due. The needs of those who did not accept leave, and the award is computed anew,
/// once, without them; those who accepted are not asked again, since their ceilings hold. Then the standstill starts. The round is taken.</summary>
public sealed class AcceptanceEnd(
    PurchasingDb db, Awarder awarder, NeedRelease needs, StandstillEnds standstills, JournalWriter journal)
{
    private const int LongestReason = 2000;

    private const double SearchTime = 10;

    public async Task EndAsync(TakenRound taken, CancellationToken ct)
    {
        var (round, now) = taken;
        var award = await db.Awards.SingleAsync(a => a.ClusterId == round.ClusterId && a.RoundId == round.Id && a.State == AwardState.Active, ct);
        var commitments = db.Commitments.Where(c => c.ClusterId == round.ClusterId && c.AwardId == award.Id);
        if (!await commitments.AnyAsync(c => c.Answer != CommitmentAnswer.Accepted, ct))
        {
            round.EndAcceptance(await standstills.OfAsync(round, now, ct), now);
            journal.Record(EventType.AcceptanceEnded, round, new { AwardId = award.Id.Value, award.Cost });
            return;
        }

        var accepted = await commitments.Where(c => c.Answer == CommitmentAnswer.Accepted)
            .GroupBy(c => c.MemberId)
            .Select(g => new { g.Key, At = g.Max(c => c.AnsweredAt!.Value) })
            .ToDictionaryAsync(g => g.Key, g => g.At, ct);
        await ReleaseThoseWhoLeaveAsync(round, award, now, ct);

        if (accepted.Count == 0)
            await FailAsync(round, "No member accepted the award.", now, ct);
        else if (await ComputeAnewAsync(round, award, ct) is { AwardsNothing: false } computed)
            await AwardAnewAsync(round, award, computed, accepted, now, ct);
        else
            await FailAsync(round, "Without the members who did not accept the award, nothing can be awarded.", now, ct);
    }

    /// <returns>Null if the rules of the award leave none without those who did not accept.</returns>
    private async Task<ComputedAward?> ComputeAnewAsync(Round round, Award award, CancellationToken ct)
    {
        try
        {
            return await awarder.ComputeAsync(round, AwardQuestion.Under(award.Rules), Awarder.Solver(SearchTime, ct), ct);
        }
        catch (DomainException refused) when (refused.Refusal == AwardRefusals.Impossible)
        {
            return null;
        }
    }

    private async Task ReleaseThoseWhoLeaveAsync(Round round, Award award, DateTimeOffset now, CancellationToken ct)
    {
        var leaving = NeedsUnder(round, award, CommitmentAnswer.Declined, CommitmentAnswer.Awaited);
        var bundles = leaving.Where(n => n.Bundle != null);
        var mates = db.PooledNeeds(round)
            .Where(n => !leaving.Any(l => l.Id == n.Id) && bundles.Any(l => l.MemberId == n.MemberId && l.Bundle == n.Bundle));
        await needs.ReleaseAsync(round, mates, "Another need of its bundle left the award.", now, ct);
        await needs.ReleaseAsync(round, NeedsUnder(round, award, CommitmentAnswer.Declined), "Its member declined the award.", now, ct);
        await needs.ReleaseAsync(round, NeedsUnder(round, award, CommitmentAnswer.Awaited), "Its member did not accept the award in time.", now, ct);
    }

    private IQueryable<Need> NeedsUnder(Round round, Award award, params CommitmentAnswer?[] answers) => db.PooledNeeds(round)
        .Where(n => db.AwardedLots.Any(l => l.ClusterId == n.ClusterId && l.AwardId == award.Id && l.LotId == n.LotId
            && db.Commitments.Any(c => c.ClusterId == n.ClusterId && c.AwardId == award.Id && c.MemberId == n.MemberId
                && c.SupplierId == l.SupplierId && answers.Contains(c.Answer))));

    private async Task AwardAnewAsync(
        Round round, Award award, ComputedAward computed, Dictionary<MemberId, DateTimeOffset> accepted, DateTimeOffset now, CancellationToken ct)
    {
        // There is at most one active award at any moment: the old one goes before the new one comes.
        award.Supersede();
        await db.SaveChangesAsync(ct);

        var reason = $"Computed anew without those who did not accept. {award.Reason}";
        var anew = computed.Fix(round, reason.Length > LongestReason ? reason[..LongestReason] : reason, now);
        anew.Succeed(award);
        round.EndAcceptance(await standstills.OfAsync(round, now, ct), now);
        journal.Record(EventType.AcceptanceEnded, round, new { AwardId = anew.Id.Value, anew.Cost, Supersedes = award.Id.Value });
        await awarder.WriteAsync(round, anew, computed, accepted, ct);
    }

    private async Task FailAsync(Round round, string reason, DateTimeOffset now, CancellationToken ct)
    {
        round.FailAcceptance(reason, now);
        journal.Record(EventType.RoundNotReached, round, new { Code = round.EndCode }).Because(reason);
        await db.CancelAwardAsync(round, ct);
        await needs.ReleaseAsync(round, now, ct);
    }
}
