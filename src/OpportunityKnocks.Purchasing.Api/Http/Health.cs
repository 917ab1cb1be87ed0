using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Is the process up, and can it reach its database.</summary>
public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new { Status = "live" })).ExcludeFromDescription();
        routes.MapGet("/health/ready", async (NpgsqlDataSource database, CancellationToken ct) =>
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(ct);
            return TypedResults.Ok(new { Status = "ready" });
        }).ExcludeFromDescription();
    }
}
