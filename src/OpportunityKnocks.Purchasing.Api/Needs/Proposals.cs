using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>The standing needs chosen for the lots of a draft. The caller holds the round.</summary>
public sealed class Proposals(PurchasingDb db, JournalWriter journal)
{
    /// <summary>Keeps them for the draft; their members are told nothing.</summary>
    public async Task ChooseAsync(ClusterId cluster, IReadOnlyList<Need> needs, LotToJoin lot, CancellationToken ct)
    {
        var ids = needs.Select(n => n.Id).ToList();
        if (await db.Proposals.AnyAsync(p => p.ClusterId == cluster && ids.Contains(p.NeedId), ct))
            throw NeedRefusals.ChosenElsewhere.Because("One of the needs is chosen for a lot of a draft already; see chosenForLotId.");

        foreach (var need in needs)
        {
            var proposal = Proposal.Choose(need, lot);
            db.Proposals.Add(proposal);
            journal.Record(cluster, EventType.NeedChosen, SubjectKind.Proposal, proposal.Id.Value, 1, new { NeedId = need.Id.Value, LotId = lot.LotId.Value })
                .For(Audience.Coordinator, lot.RoundId);
        }
    }

    /// <summary>The round is published: what is still standing, and of members who may take part, is proposed to them; the rest lapses.</summary>
    public async Task PublishAsync(Round round, DateTimeOffset now, CancellationToken ct)
    {
        var chosen = await db.Proposals.Where(p => p.ClusterId == round.ClusterId && p.RoundId == round.Id)
            .Select(p => p.NeedId.Value).ToListAsync(ct);
        if (chosen.Count == 0)
            return;

        // In the order in which everyone locks needs; from here on their members cannot change them.
        var (cluster, id) = (round.ClusterId.Value, round.Id.Value);
        var ids = chosen.ToArray();
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM needs WHERE cluster_id = {cluster} AND id = ANY ({ids}) ORDER BY id FOR UPDATE", ct);
        var entries = chosen.Select(_ => JournalEntryId.New().Value).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH proposed AS (
                UPDATE needs n SET state = 'Proposed', round_id = p.round_id, lot_id = p.lot_id, version = n.version + 1
                FROM proposals p
                JOIN lots l ON l.cluster_id = p.cluster_id AND l.id = p.lot_id
                JOIN rounds r ON r.cluster_id = p.cluster_id AND r.id = p.round_id
                JOIN unnest({ids}, {entries}) AS e (need_id, id) ON e.need_id = p.need_id
                JOIN needs s ON s.cluster_id = p.cluster_id AND s.id = p.need_id
                JOIN members m ON m.cluster_id = p.cluster_id AND m.id = s.member_id
                WHERE p.cluster_id = {cluster} AND p.round_id = {id} AND n.cluster_id = {cluster} AND n.id = p.need_id
                    AND n.state = 'Standing' AND n.unit = l.unit AND m.active
                    AND (cardinality(r.group_ids) = 0 OR r.group_ids && m.groups)
                RETURNING n.*, e.id AS entry_id)
            INSERT INTO journal (cluster_id, id, type, actor, subject_kind, subject_id, subject_version, audience,
                round_id, member_id, lot_id, quantity_change, needs_change, payload, at)
            SELECT {cluster}, entry_id, 'NeedProposed', {journal.Actor}, 'Need', id, version, 'Member', round_id, member_id, lot_id, 0, 0,
                json_build_object('quantity', quantity, 'unit', unit, 'categoryCode', category_code, 'lotId', lot_id)::text, {now}
            FROM proposed
            """,
            ct);
        await ForgetAsync(round, ct);
    }

    /// <summary>The draft is no more.</summary>
    public Task ForgetAsync(Round round, CancellationToken ct) =>
        db.Proposals.Where(p => p.ClusterId == round.ClusterId && p.RoundId == round.Id).ExecuteDeleteAsync(ct);
}
