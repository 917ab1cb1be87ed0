using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Refuses a token without the route's scope, before anything is looked up.</summary>
public sealed class ScopeFilter(Caller caller) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var access = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>()
            ?? throw HttpRefusals.WrongRole.Because("This route names nobody who may call it.");
        if (access.Scope is { } scope && !caller.Scopes.Contains(scope, StringComparer.Ordinal))
            throw HttpRefusals.MissingScope.Because($"Ask the token endpoint for the scope \"{scope}\".");

        return await next(context);
    }
}
