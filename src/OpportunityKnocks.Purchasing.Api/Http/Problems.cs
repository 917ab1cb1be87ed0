using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>A refusal as the client reads it: RFC 9457 with a stable code.</summary>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, string TraceId, IReadOnlyDictionary<string, string[]>? Errors = null);

/// <summary>Turns what the service itself throws into problem details. Anything else is a bare 500: nothing of it is told.</summary>
public sealed partial class Problems(ILogger<Problems> log) : IExceptionHandler
{
    public const string ContentType = "application/problem+json";

    public const string BodySizes = "Bodies may have 256 KB; batches and what-ifs 4 MB.";

    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var (refusal, detail, errors) = Explain(exception);
        if (refusal == HttpRefusals.Unexpected)
        {
            LogUnexpected(log, exception);
        }

        await WriteAsync(http, refusal, detail, errors);
        return true;
    }

    public static Task WriteAsync(
        HttpContext http, Refusal refusal, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var status = HttpRefusals.StatusOf(refusal);
        http.Response.StatusCode = status;
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            http.Response.Headers.RetryAfter = status == StatusCodes.Status429TooManyRequests ? "5" : "1";
        }

        var problem = new Problem($"urn:opportunityknocks:problem:{refusal.Code}", refusal.Title, status, detail, refusal.Code, TraceOf(http), errors);
        return http.Response.WriteAsJsonAsync(problem, StrictJson.Options, ContentType, http.RequestAborted);
    }

    private static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    private static (Refusal Refusal, string Detail, IReadOnlyDictionary<string, string[]>? Errors) Explain(Exception exception) => exception switch
    {
        DomainException refused => (refused.Refusal, refused.Message, null),
        InvalidShapeException shape => (HttpRefusals.InvalidRequest, "See errors, by field.", shape.Errors),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (HttpRefusals.TooLarge, BodySizes, null),
        BadHttpRequestException { InnerException: JsonException json } =>
            (HttpRefusals.InvalidRequest, "The JSON does not have the right form: see errors.", StrictJson.Explain(json)),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            (HttpRefusals.UnsupportedMediaType, "Only application/json is read here.", null),
        BadHttpRequestException bad => (HttpRefusals.InvalidRequest, BadRequestText.Of(bad), null),
        DbUpdateConcurrencyException => (HttpRefusals.VersionStale, "Read it again, and send your change with the new ETag.", null),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } twice when twice.IsOfJournal() =>
            (HttpRefusals.VersionStale, "Read it again, and send your change with the new ETag.", null),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected } =>
            (HttpRefusals.Busy, "Another command held what this one needs. Send it again with the same Idempotency-Key.", null),
        NpgsqlException { IsTransient: true } or TimeoutException => (HttpRefusals.Busy, "The database did not answer. Send the request again.", null),
        DbUpdateException { InnerException: { } inner } when inner is not DbUpdateException => Explain(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => Explain(inner),
        _ => (HttpRefusals.Unexpected, "It was logged under the trace id.", null),
    };

    [LoggerMessage(LogLevel.Error, "Unexpected failure")]
    private static partial void LogUnexpected(ILogger log, Exception exception);
}
