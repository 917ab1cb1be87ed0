using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Gives the needs of a round or lot that ends without a purchase back to their members, as standing needs, so that nobody is stranded.
/// Two statements, however many they are. The round is taken, so nobody else changes its needs meanwhile.</summary>
public sealed class NeedRelease(PurchasingDb db, JournalWriter journal)
{
    /// <summary>Why a need goes back whose bundle cannot be had.</summary>
    public const string WithItsBundle = "A need of its bundle is in a lot that is given up, or gets no unit.";

    /// <summary>All needs of a round that has ended.</summary>
    public Task ReleaseAsync(Round round, DateTimeOffset now, CancellationToken ct) =>
        ReleaseAsync(round, db.NeedsIn(round, [.. round.Lots.Select(lot => lot.Id)]), round.EndReason, now, ct);

    /// <param name="which">Needs of the round that are in a lot.</param>
    /// <param name="reason">For their members.</param>
    public async Task ReleaseAsync(Round round, IQueryable<Need> which, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        var (cluster, id) = (round.ClusterId.Value, round.Id.Value);
        var needs = await which.OrderBy(n => n.Id).Select(n => n.Id.Value).ToListAsync(ct);
        if (needs.Count == 0)
            return;

        // The ids of the entries are made here: a statement that makes its own could not be told to several nodes.
        var entries = needs.Select(_ => JournalEntryId.New().Value).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH pooled AS (
                SELECT n.id, n.member_id, n.lot_id, n.quantity, n.unit, n.category_code, (n.state = 'Pooled')::int AS counted, e.id AS entry_id
                FROM unnest({needs.ToArray()}, {entries}) AS e (need_id, id)
                JOIN needs n ON n.cluster_id = {cluster} AND n.id = e.need_id),
            released AS (
                UPDATE needs n SET state = 'Standing', round_id = NULL, lot_id = NULL, confirmed_at = NULL, version = n.version + 1
                FROM pooled p WHERE n.cluster_id = {cluster} AND n.id = p.id
                RETURNING n.id, n.version)
            INSERT INTO journal (cluster_id, id, type, actor, subject_kind, subject_id, subject_version, audience,
                round_id, member_id, lot_id, quantity_change, needs_change, reason, payload, at)
            SELECT {cluster}, p.entry_id, 'NeedReleased', {journal.Actor}, 'Need', p.id, r.version, 'Member',
                {id}, p.member_id, p.lot_id, -p.quantity * p.counted, -p.counted, {reason},
                json_build_object('quantity', p.quantity, 'unit', p.unit, 'categoryCode', p.category_code)::text, {now}
            FROM pooled p JOIN released r ON r.id = p.id
            """,
            ct);
    }
}
