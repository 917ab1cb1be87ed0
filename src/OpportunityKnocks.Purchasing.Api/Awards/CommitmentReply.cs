using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Takes a member's answer to its commitment, under the round's lock and by the database's clock. Needs a running transaction.</summary>
public sealed class CommitmentReply(PurchasingDb db, RoundGate rounds, Caller caller, JournalWriter journal)
{
    public async Task<CommitmentResponse> ReplyAsync(
        ClusterId cluster, RoundId round, CommitmentId id, string? ifMatch, CommitmentAnswer answer, CancellationToken ct)
    {
        var seen = await db.Commitments
            .Where(c => c.ClusterId == cluster && c.Id == id && c.MemberId == caller.Member)
            .Where(c => db.Awards.Any(a => a.ClusterId == cluster && a.Id == c.AwardId && a.RoundId == round))
            .Select(c => (int?)c.Version)
            .SingleOrDefaultAsync(ct) ?? throw HttpRefusals.NotFound.Because("There is no such commitment of yours in this round.");
        ETags.Require(ifMatch, seen);
        if (await rounds.EnterAsync(cluster, round, ct) is not { TakesAnswers: true } gate)
            throw CommitmentRefusals.NotAsked.Because("Answers are taken from the award until acceptBy, in rounds that ask each member.");

        var commitment = await db.Commitments
            .FromSql($"SELECT * FROM commitments WHERE cluster_id = {cluster.Value} AND id = {id.Value} FOR UPDATE").SingleAsync(ct);
        ETags.Require(ifMatch, commitment.Version);
        var award = await db.Awards.AsNoTracking().SingleAsync(a => a.ClusterId == cluster && a.Id == commitment.AwardId, ct);

        if (award.State != AwardState.Active)
            throw CommitmentRefusals.NotAsked.Because("The award it belongs to does not stand any more.");
        commitment.Reply(answer, gate.Now);
        var type = answer == CommitmentAnswer.Accepted ? EventType.CommitmentAccepted : EventType.CommitmentDeclined;
        journal.Record(cluster, type, SubjectKind.Commitment, id.Value, commitment.Version).For(Audience.Member, round, commitment.MemberId);
        await db.SaveChangesAsync(ct);
        return (await db.ToResponsesAsync(award, [commitment], ct))[0];
    }
}
