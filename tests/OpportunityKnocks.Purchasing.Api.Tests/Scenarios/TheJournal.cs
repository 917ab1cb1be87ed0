using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>What the journal says of one aggregate, read from the database: a test need not wait for the sequencer.</summary>
public sealed record TheJournal(string Type, int Version, string Actor, string? Reason, JsonNode Payload)
{
    public static async Task<List<TheJournal>> OfAsync(World world, Guid subject)
    {
        await using var command = world.Service.Database.CreateCommand(
            "SELECT type, subject_version, actor, reason, payload FROM journal WHERE cluster_id = $1 AND subject_id = $2 ORDER BY subject_version");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = world.ClusterId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<TheJournal>();
        while (await reader.ReadAsync())
        {
            entries.Add(new TheJournal(
                reader.GetString(0),
                reader.GetInt32(1),
                reader.GetString(2),
                await reader.IsDBNullAsync(3) ? null : reader.GetString(3),
                JsonNode.Parse(reader.GetString(4))!));
        }

        return entries;
    }

    /// <summary>Waits until every entry of the world has its position.</summary>
    public static async Task SequencedAsync(World world)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(50))
        {
            await using var command = world.Service.Database.CreateCommand(
                "SELECT NOT EXISTS (SELECT 1 FROM journal WHERE cluster_id = $1 AND position IS NULL)");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = world.ClusterId });
            if (await command.ExecuteScalarAsync() is true)
                return;
        }

        throw new NUnit.Framework.AssertionException("The journal was not sequenced.");
    }
}
