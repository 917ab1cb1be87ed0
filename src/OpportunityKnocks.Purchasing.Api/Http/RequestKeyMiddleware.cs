using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Reads <c>Idempotency-Key</c> and the body before anything is bound, and puts a <see cref="RequestKey"/> beside the request.</summary>
public sealed class RequestKeyMiddleware(RequestDelegate next, SecretKeys keys)
{
    public const string HeaderName = "Idempotency-Key";

    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint()?.Metadata;
        if (endpoint?.GetMetadata<EndpointAccess>() is not null
            && endpoint.GetMetadata<IsWhatIf>() is null
            && (HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPut(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method)))
        {
            await NameRequestAsync(http);
        }

        await next(http);
    }

    private async Task NameRequestAsync(HttpContext http)
    {
        var key = http.Request.Headers[HeaderName];
        if (key.Count == 0 && !HttpMethods.IsPost(http.Request.Method))
            return;

        if (key.Count != 1 || key[0] is not { Length: > 0 and <= 255 } text || text.Any(c => c is < '!' or > '~'))
            throw InvalidShapeException.Of(HeaderName, "is required: one key of 1 to 255 visible ASCII characters, new for each new request");

        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var hash = keys.Hash(http.Request.Method, http.Request.Path + http.Request.QueryString, body.GetBuffer().AsSpan(0, (int)body.Length));
        body.Position = 0;
        http.Request.Body = body;
        http.Response.RegisterForDispose(body);

        _ = Guid.TryParse(http.Request.RouteValues["clusterId"]?.ToString(), out var clusterId);
        http.Features.Set(new RequestKey(clusterId, http.User.FindFirst(PartyClaims.Client)!.Value, text, hash));
    }
}
