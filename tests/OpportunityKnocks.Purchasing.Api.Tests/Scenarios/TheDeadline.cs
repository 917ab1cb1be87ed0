using Npgsql;
using NUnit.Framework;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>What a deadline is for.</summary>
public enum Window
{
    Needs,
    Bids,
    Review,
    Acceptance,
}

/// <summary>Lets a deadline pass, or makes a request wait at a round's row across it.</summary>
public static class TheDeadline
{
    /// <summary>Lets a deadline pass without waiting for it.</summary>
    /// <param name="ago">How long it has passed; a moment, when left out.</param>
    public static async Task PassAsync(RoundInPlay round, Window window, TimeSpan? ago = null)
    {
        // The deadlines before it go along: they must stay in order.
        const string At = "clock_timestamp() - $3";
        var moved = window switch
        {
            Window.Needs => $"needs_close_at = {At}",
            Window.Acceptance => $"accept_by = {At}",
            Window.Review => $"needs_close_at = least(needs_close_at, {At} - interval '1 ms'), confirm_by = {At}",
            _ => $"needs_close_at = least(needs_close_at, {At} - interval '2 ms'), bids_close_at = {At}, "
                + $"confirm_by = CASE WHEN confirm_by IS NOT NULL THEN least(confirm_by, {At} - interval '1 ms') END",
        };
        await using var command = round.World.Service.Database.CreateCommand($"UPDATE rounds SET {moved} WHERE cluster_id = $1 AND id = $2");
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        command.Parameters.AddWithValue((ago ?? TimeSpan.Zero) - round.World.Service.Clock.Offset);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Brings the deadline forward to half a second from now, holds the round's row, sends the request, sees that it waits, and
    /// lets the row go so long after the deadline (or before, when negative).</summary>
    public static async Task<Answer> CrossAsync(RoundInPlay round, Window window, TimeSpan release, Func<Task<Answer>> send)
    {
        var column = ColumnOf(window);
        await using var connection = await round.World.Service.Database.OpenConnectionAsync();
        Assert.That(round.World.Service.Clock.Offset, Is.EqualTo(TimeSpan.Zero), "the wait is real");
        await RunAsync(connection, round, $"UPDATE rounds SET {column} = clock_timestamp() + interval '500 ms' WHERE cluster_id = $1 AND id = $2");
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, round, "SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2 FOR UPDATE");

        var request = send();
        await SeeItWaitAsync(round, connection.ProcessID);
        await RunAsync(
            connection,
            round,
            $"""
            SELECT pg_sleep(extract(epoch FROM {column} - clock_timestamp()) + {release.TotalSeconds:0.000})
            FROM rounds WHERE cluster_id = $1 AND id = $2 AND clock_timestamp() < {column}
            """,
            expected: 1);
        await transaction.RollbackAsync();
        return await request;
    }

    private static string ColumnOf(Window window) => window switch
    {
        Window.Needs => "needs_close_at",
        Window.Review => "confirm_by",
        Window.Acceptance => "accept_by",
        _ => "bids_close_at",
    };

    private static async Task SeeItWaitAsync(RoundInPlay round, int holder)
    {
        for (var i = 0; i < 100; i++)
        {
            await using var command = round.World.Service.Database.CreateCommand(
                "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY (pg_blocking_pids(pid)))");
            command.Parameters.AddWithValue(holder);
            if (await command.ExecuteScalarAsync() is true)
                return;
        }

        throw new AssertionException("The request did not wait for the round's row.");
    }

    private static async Task RunAsync(NpgsqlConnection connection, RoundInPlay round, string sql, int? expected = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
            rows++;
        if (expected is not null)
            Assert.That(rows, Is.EqualTo(expected), "the request must wait from before the deadline");
    }
}
