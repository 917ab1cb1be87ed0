using System.Reflection;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>One route of the API. It is found by scanning: a new use case registers nothing.</summary>
public interface IEndpoint
{
    /// <param name="v1">Routes under <c>/v1</c>, behind sign-in and the order of refusals of <see cref="RefusalOrder"/>.</param>
    static abstract void Map(IEndpointRouteBuilder v1);
}

public static class EndpointDiscovery
{
    public static void MapUseCases(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup("/v1").RequireAuthorization().WithRefusalOrder();
        foreach (var type in typeof(IEndpoint).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IEndpoint))))
        {
            type.GetMethod(nameof(IEndpoint.Map), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [v1]);
        }
    }
}
