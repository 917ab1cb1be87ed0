using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Needs;

namespace OpportunityKnocks.Purchasing.Benchmarks;

/// <summary>What the service is held against: a minimal API that writes the same rows with the same SQL by hand, and does nothing else. It
/// believes the path who is calling, checks nothing, and knows the round by heart.</summary>
internal static class BareApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static Guid _round;

    public static async Task RunAsync(string url, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using (var command = database.CreateCommand("SELECT id FROM rounds"))
            _round = (Guid)(await command.ExecuteScalarAsync())!;

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapPost(
            "/clusters/{cluster}/members/{member}/needs",
            (Guid cluster, Guid member, BareNeed need, HttpRequest request) => SubmitAsync(database, cluster, member, need, request));
        await app.RunAsync();
    }

    private static async Task<IResult> SubmitAsync(NpgsqlDataSource database, Guid cluster, Guid member, BareNeed need, HttpRequest request)
    {
        var id = Guid.CreateVersion7();
        var now = DateTimeOffset.UtcNow;
        var location = $"/clusters/{cluster}/needs/{id}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new BareAnswer(id, member, "pooled", _round, need, now, 1), Json);
        var key = request.Headers["Idempotency-Key"].ToString();

        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(NeedWriter.Lock, P(cluster), P<Guid[]>([_round])));
        batch.BatchCommands.Add(Command(
            NeedWriter.Insert,
            P(cluster),
            P<Guid[]>([id]),
            P<Guid?[]>([_round]),
            P<Guid?[]>([need.LotId]),
            P<string[]>([need.CategoryCode]),
            P<string[]>([need.Description]),
            P<long[]>([need.Quantity]),
            P<string[]>([need.Unit]),
            P<DateOnly?[]>([null]),
            P<long?[]>([(long)(decimal.Parse(need.Baseline.UnitPrice) * 10_000)]),
            P<string[]>(["Excluded"]),
            P<int?[]>([(int)(decimal.Parse(need.Baseline.VatRate) * 100)]),
            P<string[]>(["Invoice"]),
            P<long?[]>([(long)(decimal.Parse(need.Ceiling) * 10_000)]),
            P<string?[]>([null]),
            P(member),
            P(TimeSpan.Zero),
            P("bare"),
            P(key),
            P(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            P(201),
            P(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = location, ["ETag"] = "\"1\"" })),
            P(body),
            P(now),
            P("bare"),
            P<Guid[]>([Guid.CreateVersion7()]),
            P<string[]>([JsonSerializer.Serialize(new { need.Quantity, need.Unit, need.CategoryCode, need.LotId }, Json)]),
            P<long[]>([0]),
            P<long?[]>([null])));
        await batch.ExecuteNonQueryAsync();

        request.HttpContext.Response.Headers.Location = location;
        request.HttpContext.Response.Headers.ETag = "\"1\"";
        request.HttpContext.Response.StatusCode = 201;
        return Results.Bytes(body, "application/json");
    }

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter P<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    internal sealed record BareBaseline(string UnitPrice, string Vat, string VatRate, string Source);

    internal sealed record BareNeed(
        Guid LotId, string CategoryCode, string Description, long Quantity, string Unit, BareBaseline Baseline, string Ceiling);

    internal sealed record BareAnswer(Guid Id, Guid MemberId, string State, Guid RoundId, BareNeed Need, DateTimeOffset SubmittedAt, int Version);
}
