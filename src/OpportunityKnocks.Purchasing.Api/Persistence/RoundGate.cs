using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>What a writer under a round is judged by: read after the round's row was locked, with the database's clock.</summary>
public sealed record RoundAtGate(RoundState State, DateTimeOffset NeedsCloseAt, DateTimeOffset BidsCloseAt, DateTimeOffset Now)
{
    public bool TakesNeeds => State == RoundState.Collecting && Now < NeedsCloseAt;

    public bool TakesBids => State == RoundState.Tendering && Now < BidsCloseAt;
}

/// <summary>A round that a command holds, and the database's clock when it took it.</summary>
public sealed record TakenRound(Round Round, DateTimeOffset Now);

/// <summary>How needs and bids are written under a round, and how a window ends, so that nothing accepted is ever lost. Both need a running
/// transaction.</summary>
public sealed class RoundGate(PurchasingDb db, ServiceClock clock)
{
    /// <summary>Locks the round's row FOR KEY SHARE; then, in a statement of its own (a new snapshot), reads state, deadlines and clock.
    /// Many writers pass at once; whoever ends the window waits for them.</summary>
    /// <returns>Null when there is no such round.</returns>
    public async Task<RoundAtGate?> EnterAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        await using var batch = Batch(cluster, round, "SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2 FOR KEY SHARE");
        var read = new NpgsqlBatchCommand(
            "SELECT state, needs_close_at, bids_close_at, clock_timestamp() + $3 FROM rounds WHERE cluster_id = $1 AND id = $2");
        read.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = cluster.Value });
        read.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = round.Value });
        read.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        batch.BatchCommands.Add(read);

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct)
            ? new RoundAtGate(
                Enum.Parse<RoundState>(reader.GetString(0)),
                reader.GetFieldValue<DateTimeOffset>(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<DateTimeOffset>(3))
            : null;
    }

    /// <summary>Waits for the writers under the round and keeps out every other command on it until the transaction ends.</summary>
    /// <returns>The database's clock after the lock; null when there is no such round.</returns>
    public async Task<DateTimeOffset?> CloseAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        await using var batch = Batch(cluster, round, "SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2 FOR UPDATE");
        var read = new NpgsqlBatchCommand("SELECT clock_timestamp() + $1");
        read.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        batch.BatchCommands.Add(read);

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var found = await reader.ReadAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return found ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    /// <summary>Takes a round for a step of its life: waits for writers, loads it with its lots, checks the version.</summary>
    /// <param name="ifMatch">The request's <c>If-Match</c>.</param>
    public async Task<TakenRound> TakeAsync(ClusterId cluster, RoundId round, string? ifMatch, CancellationToken ct)
    {
        var now = await CloseAsync(cluster, round, ct) ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");
        var taken = await db.Rounds.Include(r => r.Lots).Include(r => r.Requirements).AsSplitQuery()
            .SingleAsync(r => r.ClusterId == cluster && r.Id == round, ct);
        ETags.Require(ifMatch, taken.Version);
        return new TakenRound(taken, now);
    }

    private NpgsqlBatch Batch(ClusterId cluster, RoundId round, string lockStatement)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var batch = connection.CreateBatch();
        var command = new NpgsqlBatchCommand(lockStatement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = cluster.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = round.Value });
        batch.BatchCommands.Add(command);
        return batch;
    }
}
