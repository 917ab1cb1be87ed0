using System.Text.Json;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Who may call a route: the scope the token must carry and the roles in the path's cluster (any one of them is enough).
/// Every route under <c>/v1</c> has one; a route without is refused to everybody.</summary>
/// <param name="Scope">Null for routes that any signed-in client may call.</param>
public sealed record EndpointAccess(string? Scope, Roles Roles);

/// <summary>The refusals of the business that a route can answer, for the specification.</summary>
public sealed record EndpointRefusals(IReadOnlyList<Refusal> Refusals);

/// <summary>An example of the request body, as literal JSON, for the specification.</summary>
public sealed record RequestExample(string Json)
{
    public JsonDocument Parse() => JsonDocument.Parse(Json);
}

/// <summary>What a read answers besides JSON, when the Accept header, or a report's <c>?format=</c>, asks for it.</summary>
public sealed record OtherForms(IReadOnlyList<string> MediaTypes);

/// <summary>The few words in which an endpoint describes itself.</summary>
public static class EndpointConventions
{
    /// <param name="useCase">The use case's name, PascalCase; the operation id is the same in camelCase.</param>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string useCase, string tag, string summary, string? description = null)
    {
        route.WithName(JsonNamingPolicy.CamelCase.ConvertName(useCase)).WithTags(tag).WithSummary(summary);
        return description is null ? route : route.WithDescription(description);
    }

    public static RouteHandlerBuilder Allows(this RouteHandlerBuilder route, string scope, Roles roles) =>
        route.WithMetadata(new EndpointAccess(scope, roles));

    public static RouteHandlerBuilder AllowsAnySignedIn(this RouteHandlerBuilder route) =>
        route.WithMetadata(new EndpointAccess(null, Roles.None));

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params Refusal[] refusals) =>
        route.WithMetadata(new EndpointRefusals(refusals));

    public static RouteHandlerBuilder RequestExample(this RouteHandlerBuilder route, string json) =>
        route.WithMetadata(new RequestExample(json));

    public static RouteHandlerBuilder AlsoAs(this RouteHandlerBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new OtherForms(mediaTypes));

    public static RouteHandlerBuilder LargeBodies(this RouteHandlerBuilder route) =>
        route.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(4 * 1024 * 1024));
}
