namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Gives a single resource its <c>ETag</c> and a list the address of its next part, and forbids caches: the tag is for
/// concurrency only.</summary>
public sealed class VersionFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        var answer = (result as INestedHttpResult)?.Result ?? result;
        if (answer is IValueHttpResult { Value: IVersioned versioned })
            context.HttpContext.Response.Headers.ETag = ETags.Of(versioned.Version);
        if (answer is IValueHttpResult { Value: IPage { NextCursor: { } cursor } page })
        {
            page.Next = Paging.AddressOf(context.HttpContext.Request, cursor);
            context.HttpContext.Response.Headers.Link = $"<{page.Next}>; rel=\"next\"";
        }

        return result;
    }
}
