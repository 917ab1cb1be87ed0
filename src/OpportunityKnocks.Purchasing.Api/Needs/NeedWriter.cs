using System.Text.Json;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>Writes new needs, their journal rows and the stored answer as one batch and one transaction: all of it or nothing. The rounds'
/// rows are locked FOR KEY SHARE first; the next statement, with a new snapshot, inserts only where the round still collects by the
/// database's clock.</summary>
public sealed class NeedWriter(NpgsqlDataSource database, ServiceClock clock, Caller caller, Answers answers, IHttpContextAccessor accessor)
{
    internal const string Lock =
        """
        SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = ANY ($2) AND state = 'Collecting' ORDER BY id FOR KEY SHARE
        """;

    internal const string Insert =
        """
        WITH offered AS (
            SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::date[],
                $10::bigint[], $11::text[], $12::int[], $13::text[], $14::bigint[], $15::text[], $28::bigint[], $29::bigint[])
            AS o (id, round_id, lot_id, category_code, description, quantity, unit, needed_by,
                baseline_price, baseline_vat, baseline_vat_rate, baseline_source, ceiling, bundle, tolerance, baseline_switching_cost)),
        taken AS (
            SELECT o.* FROM offered o
            JOIN members m ON m.cluster_id = $1 AND m.id = $16 AND m.active
            LEFT JOIN rounds r ON r.cluster_id = $1 AND r.id = o.round_id
            WHERE o.round_id IS NULL OR (
                r.state = 'Collecting' AND clock_timestamp() + $17 < r.needs_close_at
                AND (cardinality(r.group_ids) = 0 OR r.group_ids && m.groups))),
        accepted AS (SELECT * FROM taken WHERE (SELECT count(*) FROM taken) = cardinality($2)),
        answer AS (
            INSERT INTO answers (cluster_id, client_id, key, request_hash, status, headers, body, protected, created_at)
            SELECT $1, $18, $19, $20, $21, $22, $23, false, $24 WHERE EXISTS (SELECT 1 FROM accepted)),
        entry AS (
            INSERT INTO journal (cluster_id, id, type, actor, subject_kind, subject_id, subject_version, audience,
                round_id, member_id, lot_id, quantity_change, needs_change, payload, at)
            SELECT $1, e.id, 'NeedSubmitted', $25, 'Need', a.id, 1, 'Member',
                a.round_id, $16, a.lot_id, CASE WHEN a.lot_id IS NULL THEN 0 ELSE a.quantity END, CASE WHEN a.lot_id IS NULL THEN 0 ELSE 1 END,
                e.payload, $24
            FROM accepted a JOIN unnest($2::uuid[], $26::uuid[], $27::text[]) AS e (need_id, id, payload) ON e.need_id = a.id)
        INSERT INTO needs (cluster_id, id, member_id, round_id, lot_id, state, category_code, description, quantity, unit, needed_by,
            baseline_price, baseline_vat, baseline_vat_rate, baseline_source, ceiling, bundle, tolerance,
            baseline_switching_cost, submitted_at, version)
        SELECT $1, id, $16, round_id, lot_id, CASE WHEN lot_id IS NULL THEN 'Standing' ELSE 'Pooled' END, category_code, description, quantity,
            unit, needed_by, baseline_price, baseline_vat, baseline_vat_rate, baseline_source, ceiling, bundle, tolerance, baseline_switching_cost, $24, 1
        FROM accepted
        """;

    /// <exception cref="KeyTakenException">The request's key was used before: its stored answer is due.</exception>
    public async Task SubmitAsync(ClusterId cluster, MemberId member, IReadOnlyList<Need> needs, StoredAnswer answer, CancellationToken ct)
    {
        var key = accessor.HttpContext!.Features.Get<RequestKey>()!;
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(LockCommand(cluster, needs));
        batch.BatchCommands.Add(InsertCommand(cluster, member, needs, key, answer));
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new KeyTakenException();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && e.BatchCommand == batch.BatchCommands[1])
        {
            throw HttpRefusals.RequestInProgress.Because("A request with the same Idempotency-Key is still running. Try again in a moment.");
        }

        if (batch.BatchCommands[1].RecordsAffected != needs.Count)
        {
            // A retry's first answer counts even if the round has closed since, but not for one who is no member any more.
            var refusal = await RefusalAsync(cluster, member, needs, ct);
            if (refusal.Refusal != HttpRefusals.NotFound && await answers.ExistsAsync(key, ct))
                throw new KeyTakenException();
            throw refusal;
        }
    }

    private static NpgsqlBatchCommand LockCommand(ClusterId cluster, IReadOnlyList<Need> needs)
    {
        var command = new NpgsqlBatchCommand(Lock);
        Add(command, cluster.Value);
        Add(command, needs.Where(n => n.RoundId is not null).Select(n => n.RoundId!.Value.Value).Distinct().ToArray());
        return command;
    }

    private NpgsqlBatchCommand InsertCommand(ClusterId cluster, MemberId member, IReadOnlyList<Need> needs, RequestKey key, StoredAnswer answer)
    {
        var command = new NpgsqlBatchCommand(Insert);
        Add(command, cluster.Value);
        Add(command, Column(needs, n => n.Id.Value));
        Add(command, Column(needs, n => n.RoundId?.Value));
        Add(command, Column(needs, n => n.LotId?.Value));
        Add(command, Column(needs, n => n.CategoryCode));
        Add(command, Column(needs, n => n.Description));
        Add(command, Column(needs, n => n.Quantity));
        Add(command, Column(needs, n => n.Unit));
        Add(command, Column(needs, n => n.NeededBy));
        Add(command, Column(needs, n => n.BaselinePrice?.TenThousandths));
        Add(command, Column(needs, n => n.BaselineVat?.ToString()));
        Add(command, Column(needs, n => n.BaselineVatRate?.Hundredths));
        Add(command, Column(needs, n => n.BaselineSource?.ToString()));
        Add(command, Column(needs, n => n.Ceiling?.TenThousandths));
        Add(command, Column(needs, n => n.Bundle));
        Add(command, member.Value);
        Add(command, clock.Offset);
        Add(command, key.ClientId);
        Add(command, key.Key);
        Add(command, key.Hash);
        Add(command, answer.Status);
        Add(command, JsonSerializer.Serialize(answer.Headers));
        Add(command, answer.Body);
        Add(command, needs[0].SubmittedAt);
        Add(command, caller.Actor);
        Add(command, Column(needs, _ => JournalEntryId.New().Value));
        Add(command, Column(needs, JournalWriter.PayloadOf));
        Add(command, Column(needs, n => n.Tolerance));
        Add(command, Column(needs, n => n.BaselineSwitchingCost?.TenThousandths));
        return command;
    }

    /// <summary>Nothing was written; this finds out why, to say it.</summary>
    private async Task<DomainException> RefusalAsync(ClusterId cluster, MemberId member, IReadOnlyList<Need> needs, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT m.active, bool_and(cardinality(r.group_ids) = 0 OR r.group_ids && m.groups)
            FROM members m LEFT JOIN rounds r ON r.cluster_id = m.cluster_id AND r.id = ANY ($3)
            WHERE m.cluster_id = $1 AND m.id = $2 GROUP BY m.active
            """);
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(member.Value);
        command.Parameters.AddWithValue(needs.Where(n => n.RoundId is not null).Select(n => n.RoundId!.Value.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || !reader.GetBoolean(0))
            return HttpRefusals.NotFound.Because("There is no such cluster, or you are no member of it any more.");

        return await reader.IsDBNullAsync(1, ct) || reader.GetBoolean(1)
            ? NeedRefusals.NotCollecting.Because("The round's collection is over. Leave the lotId out to make it a standing need.")
            : HttpRefusals.NotFound.Because("There is no such lot in a round that is open to you.");
    }

    private static TValue[] Column<TValue>(IReadOnlyList<Need> needs, Func<Need, TValue> value)
    {
        var column = new TValue[needs.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(needs[i]);
        return column;
    }

    private static void Add<TValue>(NpgsqlBatchCommand command, TValue value) =>
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
}
