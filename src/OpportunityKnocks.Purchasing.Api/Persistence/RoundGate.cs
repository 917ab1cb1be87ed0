using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>What a writer under a round is judged by: read after the round's row was locked, with the database's clock.</summary>
/// <param name="IsHeld">Whether the row is locked; a writer that came too late does not lock it.</param>
public sealed record RoundAtGate(
    bool IsHeld, RoundState State, DateTimeOffset NeedsCloseAt, DateTimeOffset? ConfirmBy, DateTimeOffset BidsCloseAt, DateTimeOffset Now)
{
    /// <summary>Until when members answer to the award; null where nobody is asked.</summary>
    public DateTimeOffset? AcceptBy { get; init; }

    /// <summary>The version of the tender's terms.</summary>
    public int TermsVersion { get; init; }

    public bool TakesNeeds => IsHeld && State == RoundState.Collecting && Now < NeedsCloseAt;

    public bool TakesConfirmations => IsHeld && State == RoundState.Review && Now < ConfirmBy;

    public bool TakesAnswers => IsHeld && State == RoundState.Awarded && Now < AcceptBy;

    public bool TakesBids => IsHeld && State == RoundState.Tendering && Now < BidsCloseAt;
}

/// <summary>A round that a command holds, and the database's clock when it took it.</summary>
public sealed record TakenRound(Round Round, DateTimeOffset Now);

/// <summary>How needs and bids are written under a round, and how its steps are taken, so that nothing accepted is ever lost. All of it
/// needs a running transaction.</summary>
public sealed class RoundGate(PurchasingDb db, ServiceClock clock)
{
    /// <summary>Locks the round's row FOR KEY SHARE; then, in a statement of its own (a new snapshot), reads state, deadlines and clock.
    /// Many writers pass at once; whoever ends the window waits for them. Latecomers lock nothing, or an unbroken stream of them would keep
    /// the one who waits from ever getting the row.</summary>
    /// <returns>Null when there is no such round.</returns>
    public async Task<RoundAtGate?> EnterAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        await using var batch = Batch(
            cluster,
            round,
            """
            SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2
                AND clock_timestamp() + $3 < CASE state WHEN 'Collecting' THEN needs_close_at WHEN 'Review' THEN confirm_by WHEN 'Tendering' THEN bids_close_at
                    WHEN 'Awarded' THEN accept_by END
            FOR KEY SHARE
            """,
            "SELECT state, needs_close_at, confirm_by, bids_close_at, clock_timestamp() + $3, terms_version, accept_by FROM rounds WHERE cluster_id = $1 AND id = $2");

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var held = await reader.ReadAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct)
            ? new RoundAtGate(
                held,
                Enum.Parse<RoundState>(reader.GetString(0)),
                reader.GetFieldValue<DateTimeOffset>(1),
                await reader.IsDBNullAsync(2, ct) ? null : reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4))
            {
                TermsVersion = reader.GetInt32(5),
                AcceptBy = await reader.IsDBNullAsync(6, ct) ? null : reader.GetFieldValue<DateTimeOffset>(6),
            }
            : null;
    }

    /// <summary>Takes a round for a step that writers must be out for: waits for them and keeps out every other step.</summary>
    /// <param name="ifMatch">The request's <c>If-Match</c>.</param>
    public async Task<TakenRound> TakeAsync(ClusterId cluster, RoundId round, string? ifMatch, CancellationToken ct) =>
        Meant(ifMatch, await LockAsync(cluster, round, "FOR UPDATE", ct));

    /// <summary>Takes a round for a step that writers may go on under, such as moving a deadline to later.</summary>
    /// <param name="ifMatch">The request's <c>If-Match</c>.</param>
    public async Task<TakenRound> TakeBesideWritersAsync(ClusterId cluster, RoundId round, string? ifMatch, CancellationToken ct) =>
        Meant(ifMatch, await LockAsync(cluster, round, "FOR NO KEY UPDATE", ct));

    /// <summary>Takes a round if no other step is being taken: claims it first, which writers do not hinder, then waits for them.</summary>
    /// <returns>Null when somebody is at it, or there is no such round.</returns>
    public async Task<TakenRound?> TryTakeAsync(ClusterId cluster, RoundId round, CancellationToken ct) =>
        await NowUnderLockAsync(cluster, round, "FOR NO KEY UPDATE SKIP LOCKED", ct) is null ? null : await LockAsync(cluster, round, "FOR UPDATE", ct);

    private static TakenRound Meant(string? ifMatch, TakenRound? taken)
    {
        if (taken is null)
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");

        ETags.Require(ifMatch, taken.Round.Version);
        return taken;
    }

    private async Task<TakenRound?> LockAsync(ClusterId cluster, RoundId round, string strength, CancellationToken ct)
    {
        if (await NowUnderLockAsync(cluster, round, strength, ct) is not { } now)
            return null;

        var taken = await db.Rounds.Include(r => r.Lots).Include(r => r.Requirements).AsSplitQuery()
            .SingleAsync(r => r.ClusterId == cluster && r.Id == round, ct);
        return new TakenRound(taken, now);
    }

    /// <returns>The database's clock after the lock; null when it was not given.</returns>
    private async Task<DateTimeOffset?> NowUnderLockAsync(ClusterId cluster, RoundId round, string strength, CancellationToken ct)
    {
        await using var batch = Batch(
            cluster,
            round,
            $"SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2 {strength}",
            "SELECT clock_timestamp() + $3 FROM rounds WHERE cluster_id = $1 AND id = $2");

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var held = await reader.ReadAsync(ct);
        await reader.NextResultAsync(ct);
        return held && await reader.ReadAsync(ct) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    private NpgsqlBatch Batch(ClusterId cluster, RoundId round, params string[] statements)
    {
        var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = cluster.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = round.Value });
            if (statement.Contains("$3", StringComparison.Ordinal))
                command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
