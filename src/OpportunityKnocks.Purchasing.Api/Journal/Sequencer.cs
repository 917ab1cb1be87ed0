using System.Data;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>Gives committed journal entries their position, chains their hashes and brings the live demand up to date. Whoever holds the
/// cluster's feed row does it, in batches; any number of instances can try.</summary>
public sealed class Sequencer(NpgsqlDataSource database)
{
    /// <summary>The most entries one batch takes.</summary>
    public const int BatchSize = 1_000;

    // Escapes only what JSON must have escaped, as an outsider's tools do.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Clusters with entries that wait. Crosses clusters, so it locks nothing.</summary>
    public async Task<IReadOnlyList<Guid>> FindWorkAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT DISTINCT cluster_id FROM journal WHERE position IS NULL");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var clusters = new List<Guid>();
        while (await reader.ReadAsync(ct))
            clusters.Add(reader.GetGuid(0));
        return clusters;
    }

    /// <summary>Sequences one batch of a cluster's entries.</summary>
    /// <returns>How many; 0 when none waits or another instance is at it.</returns>
    public async Task<int> SequenceAsync(Guid cluster, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        if (await HoldHeadAsync(connection, cluster, ct) is not { } head)
            return 0;

        var entries = await ReadPendingAsync(connection, cluster, ct);
        if (entries.Count == 0)
            return 0;

        var chained = new List<(Guid Id, long Position, byte[] Hash)>(entries.Count);
        foreach (var entry in entries)
        {
            head = (head.Position + 1, ChainHash(head.Hash, cluster, head.Position + 1, entry));
            chained.Add((entry.Id, head.Position, head.Hash));
        }

        await WriteAsync(connection, cluster, chained, ct);
        await transaction.CommitAsync(ct);
        return entries.Count;
    }

    /// <summary>SHA-256 over the previous hash and the entry's canonical JSON.</summary>
    public static byte[] ChainHash(byte[] previous, Guid cluster, long position, EntryToChain entry) =>
        SHA256.HashData([.. previous, .. Canonical(cluster, position, entry)]);

    /// <summary>The entry as it is hashed: members in this order, times in UTC to the microsecond.</summary>
    public static byte[] Canonical(Guid cluster, long position, EntryToChain entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("clusterId", cluster);
            json.WriteNumber("position", position);
            json.WriteString("id", entry.Id);
            json.WriteString("type", entry.Type);
            json.WriteString("at", entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("actor", entry.Actor);
            json.WriteString("subjectKind", entry.SubjectKind);
            json.WriteString("subjectId", entry.SubjectId);
            json.WriteNumber("subjectVersion", entry.SubjectVersion);
            json.WriteString("reason", entry.Reason);
            json.WriteString("payload", entry.Payload);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static async Task<(long Position, byte[] Hash)?> HoldHeadAsync(NpgsqlConnection connection, Guid cluster, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT position, hash FROM feeds WHERE cluster_id = $1 FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.AddWithValue(cluster);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    private static async Task<List<EntryToChain>> ReadPendingAsync(NpgsqlConnection connection, Guid cluster, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, type, at, actor, subject_kind, subject_id, subject_version, reason, payload
            FROM journal WHERE cluster_id = $1 AND position IS NULL ORDER BY recorded_at, id LIMIT $2
            """,
            connection);
        command.Parameters.AddWithValue(cluster);
        command.Parameters.AddWithValue(BatchSize);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<EntryToChain>();
        while (await reader.ReadAsync(ct))
        {
            entries.Add(new EntryToChain(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetGuid(5),
                reader.GetInt32(6),
                await reader.IsDBNullAsync(7, ct) ? null : reader.GetString(7),
                reader.GetString(8)));
        }

        return entries;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, Guid cluster, List<(Guid Id, long Position, byte[] Hash)> chained, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var ids = chained.Select(e => e.Id).ToArray();
        batch.BatchCommands.Add(Command(
            """
            UPDATE journal j SET position = e.position, hash = e.hash
            FROM unnest($2, $3, $4) AS e (id, position, hash)
            WHERE j.cluster_id = $1 AND j.id = e.id
            """,
            cluster,
            ids,
            chained.Select(e => e.Position).ToArray(),
            chained.Select(e => e.Hash).ToArray()));
        batch.BatchCommands.Add(Command(
            "UPDATE feeds SET position = $2, hash = $3 WHERE cluster_id = $1", cluster, chained[^1].Position, chained[^1].Hash));
        batch.BatchCommands.Add(Command(FoldDemand, cluster, ids));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Adds the batch's changes to the kept demand. A member counts in a lot while it has a need there. The entries are joined one
    /// by one: with <c>= ANY</c> the planner reads the cluster's whole journal for every batch.</summary>
    private const string FoldDemand =
        """
        WITH change AS (
            SELECT j.round_id, j.lot_id, j.member_id, sum(j.quantity_change) AS quantity, sum(j.needs_change) AS needs
            FROM unnest($2::uuid[]) AS e (id) JOIN journal j ON j.cluster_id = $1 AND j.id = e.id
            WHERE j.lot_id IS NOT NULL
            GROUP BY j.round_id, j.lot_id, j.member_id),
        before AS (
            SELECT c.*, coalesce(m.needs, 0) AS needs_before
            FROM change c LEFT JOIN member_demands m ON m.cluster_id = $1 AND m.lot_id = c.lot_id AND m.member_id = c.member_id),
        lots AS (
            INSERT INTO lot_demands AS d (cluster_id, lot_id, round_id, quantity, needs, members)
            SELECT $1, lot_id, round_id, sum(quantity), sum(needs), sum((needs_before + needs > 0)::int - (needs_before > 0)::int)
            FROM before GROUP BY lot_id, round_id
            ON CONFLICT (cluster_id, lot_id) DO UPDATE
            SET quantity = d.quantity + excluded.quantity, needs = d.needs + excluded.needs, members = d.members + excluded.members)
        INSERT INTO member_demands AS d (cluster_id, lot_id, member_id, quantity, needs)
        SELECT $1, lot_id, member_id, quantity, needs FROM change
        ON CONFLICT (cluster_id, lot_id, member_id) DO UPDATE
        SET quantity = d.quantity + excluded.quantity, needs = d.needs + excluded.needs
        """;

    private static NpgsqlBatchCommand Command(string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}

/// <summary>A journal entry as the chain sees it.</summary>
public sealed record EntryToChain(
    Guid Id, string Type, DateTimeOffset At, string Actor, string SubjectKind, Guid SubjectId, int SubjectVersion, string? Reason, string Payload)
{
    public static EntryToChain Of(JournalEntry entry) => new(
        entry.Id.Value,
        entry.Type.ToString(),
        entry.At,
        entry.Actor,
        entry.SubjectKind.ToString(),
        entry.SubjectId,
        entry.SubjectVersion,
        entry.Reason,
        entry.Payload);
}
