using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Writes into each operation what the pipeline does for it: scope, roles, headers, refusals, example.</summary>
public sealed class OperationFacts : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<EndpointAccess>().LastOrDefault() is not { } access)
            return;

        var method = context.ApiDescription.HttpMethod!;
        var isCommand = !HttpMethods.IsGet(method) && !metadata.OfType<IsWhatIf>().Any();
        var roles = access.Roles == Roles.None ? "anySignedIn" : access.Roles.ToString().ToLowerInvariant();
        operation.Description =
            $"{operation.Description}\n\nFor: {roles}.{(access.Scope is null ? "" : $" Scope: `{access.Scope}`.")}".Trim();
        operation.AddExtension("x-roles", new JsonNodeExtension(new JsonArray([.. roles.Split(", ").Select(r => (JsonNode)r)])));
        operation.Security =
        [
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference("oauth", context.Document)] = access.Scope is null ? [] : [access.Scope],
            },
        ];

        if (isCommand)
            AddKeyHeader(operation, required: HttpMethods.IsPost(method));
        if (metadata.OfType<RequestExample>().LastOrDefault() is { } example && operation.RequestBody?.Content?.Values.FirstOrDefault() is { } media)
            media.Example = JsonNode.Parse(example.Json);

        foreach (var form in metadata.OfType<OtherForms>().SelectMany(forms => forms.MediaTypes))
            operation.Responses!["200"].Content![form] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };

        AddRefusals(operation, context, [.. Always(access, isCommand, operation), .. metadata.OfType<EndpointRefusals>().SelectMany(r => r.Refusals)]);
    }

    private static void AddKeyHeader(OpenApiOperation operation, bool required)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = RequestKeyMiddleware.HeaderName,
            In = ParameterLocation.Header,
            Required = required,
            Description = "New for each new request; the same for a retry, which gets the stored answer.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
        });
    }

    private static IEnumerable<Refusal> Always(EndpointAccess access, bool isCommand, OpenApiOperation operation)
    {
        yield return HttpRefusals.InvalidRequest;
        yield return HttpRefusals.NotSignedIn;
        if (access.Scope is not null)
            yield return HttpRefusals.MissingScope;
        if (access.Roles != Roles.None)
        {
            yield return HttpRefusals.WrongRole;
            yield return HttpRefusals.NotFound;
        }

        if (operation.Parameters?.Any(p => p.Name == "If-Match") == true)
        {
            yield return HttpRefusals.VersionRequired;
            yield return HttpRefusals.VersionStale;
        }

        if (isCommand)
        {
            yield return HttpRefusals.KeyReused;
            yield return HttpRefusals.RequestInProgress;
        }

        yield return HttpRefusals.TooManyRequests;
        yield return HttpRefusals.Busy;
    }

    private static void AddRefusals(OpenApiOperation operation, OperationFilterContext context, IEnumerable<Refusal> refusals)
    {
        operation.Responses ??= [];
        foreach (var byStatus in refusals.Distinct().GroupBy(HttpRefusals.StatusOf).OrderBy(g => g.Key))
        {
            operation.Responses[byStatus.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("; ", byStatus.Select(r => $"`{r.Code}`: {r.Title}")),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Problems.ContentType] = new() { Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository) },
                },
            };
        }
    }
}
