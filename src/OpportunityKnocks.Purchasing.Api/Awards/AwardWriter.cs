using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using static OpportunityKnocks.Purchasing.Api.Persistence.BulkCopy;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Writes what an award means for each member, in a handful of statements however many there are: shares, commitments, and the
/// needs that left. The award itself is there already.</summary>
public sealed class AwardWriter(PurchasingDb db, JournalWriter journal)
{
    /// <summary>A need that left tells so in the journal, as every effect does.</summary>
    private const string PriceOut =
        """
        WITH left_round AS (
            UPDATE needs n SET state = 'PricedOut', version = n.version + 1
            FROM unnest($2::uuid[], $3::uuid[]) AS d (need_id, entry_id)
            WHERE n.cluster_id = $1 AND n.id = d.need_id AND n.state = 'Pooled'
            RETURNING n.*, d.entry_id)
        INSERT INTO journal (cluster_id, id, type, actor, subject_kind, subject_id, subject_version, audience,
            round_id, member_id, lot_id, quantity_change, needs_change, payload, at)
        SELECT cluster_id, entry_id, 'NeedPricedOut', $4, 'Need', id, version, 'Member', round_id, member_id, lot_id, -quantity, -1,
            format('{"quantity":%s,"unit":"%s","categoryCode":"%s","lotId":"%s"}', quantity, unit, category_code, lot_id), $5
        FROM left_round
        """;

    /// <param name="accepted">Who accepted the award whose place this one takes, and when; null for a first one.</param>
    public async Task WriteAsync(
        Round round, Award award, AwardResult result, IReadOnlyDictionary<MemberId, DateTimeOffset>? accepted, CancellationToken ct)
    {
        var lots = award.Lots.Where(lot => lot.SupplierId is not null).ToDictionary(lot => (lot.LotId, lot.SupplierId!.Value));
        var shares = result.Shares.SelectMany(lot => lot.Shares, (lot, share) => Share.Of(lots[(lot.LotId, lot.SupplierId)], share));
        await db.CopyAsync("shares", shares, ShareColumns, ct);

        var commitments = Commit(round, award, result, accepted);
        await db.CopyAsync("commitments", commitments.Values, CommitmentColumns, ct);
        await db.CopyAsync("commitment_lines", Lines(round, result, commitments), LineColumns, ct);

        var left = result.Passes.SelectMany(pass => pass.Left).ToList();
        await db.CopyAsync("award_departures", left.Select(outcome => Departure.Of(award, outcome)), DepartureColumns, ct);
        var withoutUnits = result.WithoutUnits;
        await PriceOutAsync(award, left.FindAll(outcome => !withoutUnits.Contains(outcome.Need.Id)), ct);
    }

    private static Dictionary<(MemberId, OrganisationId), Commitment> Commit(
        Round round, Award award, AwardResult result, IReadOnlyDictionary<MemberId, DateTimeOffset>? accepted)
    {
        CommitmentAnswer? answer = round.Acceptance == AcceptancePolicy.CeilingBinds ? null
            : accepted is null ? CommitmentAnswer.Awaited : CommitmentAnswer.Accepted;
        var commitments = new Dictionary<(MemberId, OrganisationId), Commitment>();
        foreach (var lot in result.Shares)
        {
            foreach (var member in lot.Shares.Select(share => share.Member.MemberId))
                commitments.TryAdd((member, lot.SupplierId), Commitment.Of(award, member, lot.SupplierId, answer, accepted?[member]));
        }

        return commitments;
    }

    private static IEnumerable<CommitmentLine> Lines(
        Round round, AwardResult result, Dictionary<(MemberId, OrganisationId), Commitment> commitments)
    {
        foreach (var shares in result.Shares)
        {
            var lot = round.Lots.Single(l => l.Id == shares.LotId);
            foreach (var share in shares.Shares.Where(share => share.Units > 0))
                yield return CommitmentLine.Of(commitments[(share.Member.MemberId, shares.SupplierId)], lot, share);
        }
    }

    private async Task PriceOutAsync(Award award, List<NeedOutcome> left, CancellationToken ct)
    {
        if (left.Count == 0)
            return;

        await using var command = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = PriceOut;
        command.CommandTimeout = BulkCopy.PatienceInSeconds;
        command.Parameters.AddWithValue(award.ClusterId.Value);
        command.Parameters.AddWithValue(left.Select(outcome => outcome.Need.Id.Value).ToArray());
        command.Parameters.AddWithValue(left.Select(_ => JournalEntryId.New().Value).ToArray());
        command.Parameters.AddWithValue(journal.Actor);
        command.Parameters.AddWithValue(award.AwardedAt);
        if (await command.ExecuteNonQueryAsync(ct) != left.Count)
            throw new InvalidOperationException("A need changed while its round was being closed.");
    }

    private static readonly IReadOnlyList<BulkColumn<Share>> ShareColumns =
    [
        Uuid<Share>("cluster_id", s => s.ClusterId.Value),
        Uuid<Share>("id", s => s.Id.Value),
        Uuid<Share>("award_id", s => s.AwardId.Value),
        Uuid<Share>("lot_id", s => s.LotId.Value),
        Int4<Share>("part", s => s.Part),
        Uuid<Share>("member_id", s => s.MemberId.Value),
        Bigint<Share>("quantity", s => s.Quantity),
        Bigint<Share>("units", s => s.Units),
        Int4<Share>("vat_recovery", s => s.VatRecovery.Hundredths),
        Bigint<Share>("line", s => s.Line),
        Bigint<Share>("fixed_fee", s => s.FixedFee),
        Bigint<Share>("fee_per_member", s => s.FeePerMember),
        Bigint<Share>("net", s => s.Net),
        Bigint<Share>("vat", s => s.Vat),
        Bigint<Share>("unrecovered_vat", s => s.UnrecoveredVat),
        Bigint<Share>("line_floor", s => s.LineFloor),
        Int4<Share>("line_extras", s => s.LineExtras),
        Int4<Share>("first_extra_period", s => s.FirstExtraPeriod),
    ];

    private static readonly IReadOnlyList<BulkColumn<Commitment>> CommitmentColumns =
    [
        Uuid<Commitment>("cluster_id", c => c.ClusterId.Value),
        Uuid<Commitment>("id", c => c.Id.Value),
        Uuid<Commitment>("award_id", c => c.AwardId.Value),
        Uuid<Commitment>("member_id", c => c.MemberId.Value),
        Uuid<Commitment>("supplier_id", c => c.SupplierId.Value),
        Text<Commitment>("answer", c => c.Answer?.ToString()),
        NullableInstant<Commitment>("answered_at", c => c.AnsweredAt),
        Int4<Commitment>("version", c => c.Version),
    ];

    private static readonly IReadOnlyList<BulkColumn<CommitmentLine>> LineColumns =
    [
        Uuid<CommitmentLine>("cluster_id", l => l.ClusterId.Value),
        Uuid<CommitmentLine>("commitment_id", l => l.CommitmentId.Value),
        Uuid<CommitmentLine>("lot_id", l => l.LotId.Value),
        Int4<CommitmentLine>("number", l => l.Number),
        Date<CommitmentLine>("starts_on", l => l.StartsOn),
        Date<CommitmentLine>("ends_on", l => l.EndsOn),
        Bigint<CommitmentLine>("quantity", l => l.Quantity),
    ];

    private static readonly IReadOnlyList<BulkColumn<Departure>> DepartureColumns =
    [
        Uuid<Departure>("cluster_id", d => d.ClusterId.Value),
        Uuid<Departure>("award_id", d => d.AwardId.Value),
        Uuid<Departure>("need_id", d => d.NeedId.Value),
        Int4<Departure>("pass", d => d.Pass),
        Text<Departure>("standing", d => d.Standing.ToString()),
        Text<Departure>("cost_per_unit", d => d.CostPerUnit),
    ];
}
