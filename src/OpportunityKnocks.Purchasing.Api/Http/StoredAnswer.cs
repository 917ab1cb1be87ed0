using System.Text.Json;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>An answer as bytes: what was sent first is what a retry gets again.</summary>
public sealed record StoredAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body) : IResult
{
    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag", "Retry-After"];

    /// <summary>The answer to a creation, rendered before it is sent so that it can be stored with the effect.</summary>
    public static StoredAnswer Created<T>(string location, T resource)
        where T : IVersioned => new(
            StatusCodes.Status201Created,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Content-Type"] = "application/json; charset=utf-8",
                ["Location"] = location,
                ["ETag"] = ETags.Of(resource.Version),
            },
            JsonSerializer.SerializeToUtf8Bytes(resource, StrictJson.Options));

    /// <summary>The answer to the creation of several resources: none of them is at the one location, or of the one version.</summary>
    public static StoredAnswer CreatedSeveral<T>(T resources) => new(
        StatusCodes.Status201Created,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/json; charset=utf-8" },
        JsonSerializer.SerializeToUtf8Bytes(resources, StrictJson.Options));

    /// <summary>Runs a result into memory instead of onto the wire.</summary>
    public static async Task<StoredAnswer> RenderAsync(HttpContext http, object? result)
    {
        var wire = http.Response.Body;
        using var memory = new MemoryStream();
        http.Response.Body = memory;
        try
        {
            await (result as IResult ?? TypedResults.Ok(result)).ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = wire;
        }

        var headers = KeptHeaders
            .Where(http.Response.Headers.ContainsKey)
            .ToDictionary(name => name, name => http.Response.Headers[name].ToString(), StringComparer.Ordinal);
        return new StoredAnswer(http.Response.StatusCode, headers, memory.ToArray());
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            httpContext.Response.Headers[name] = value;
        httpContext.Response.ContentLength = Body.Length;
        return Body.Length == 0 ? Task.CompletedTask : httpContext.Response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}
