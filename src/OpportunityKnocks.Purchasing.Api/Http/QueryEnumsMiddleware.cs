using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Reads enums in the query by the names they have on the wire (<c>?state=collecting</c>), which the framework's own binding does
/// not: it knows only C# names, and takes any number.</summary>
public sealed class QueryEnumsMiddleware(RequestDelegate next)
{
    private readonly ConcurrentDictionary<Endpoint, (string Name, Type Type)[]> _enums = new();

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.QueryString.HasValue && http.GetEndpoint() is { } endpoint && _enums.GetOrAdd(endpoint, EnumsOf) is { Length: > 0 } enums)
            Translate(http, enums);
        return next(http);
    }

    private static (string Name, Type Type)[] EnumsOf(Endpoint endpoint) =>
    [
        .. endpoint.Metadata.OfType<IParameterBindingMetadata>()
            .Select(p => (Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name), Type: Nullable.GetUnderlyingType(p.ParameterInfo.ParameterType) ?? p.ParameterInfo.ParameterType))
            .Where(p => p.Type.IsEnum),
    ];

    private static void Translate(HttpContext http, (string Name, Type Type)[] enums)
    {
        var query = QueryHelpers.ParseQuery(http.Request.QueryString.Value);
        foreach (var (name, type) in enums)
        {
            if (!query.TryGetValue(name, out var sent))
                continue;

            var known = Enum.GetNames(type).FirstOrDefault(n => JsonNamingPolicy.CamelCase.ConvertName(n) == sent)
                ?? throw InvalidShapeException.Of(name, $"is one of: {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}");
            query[name] = new StringValues(known);
        }

        // Only the parsed query changes; the address stays as it was sent, for links made from it.
        http.Features.Set<IQueryFeature>(new QueryFeature(new QueryCollection(query)));
    }
}
