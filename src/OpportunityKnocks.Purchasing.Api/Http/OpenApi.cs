using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The contract as it is served: OpenAPI 3.1 at <c>/openapi/v1.json</c>, 3.0 at <c>/openapi/3.0/v1.json</c>, Swagger UI at
/// <c>/swagger</c>.</summary>
public static class OpenApi
{
    public static void AddOpenApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "OpportunityKnocks.Purchasing",
                Version = "v1",
                Description = "Members submit needs, a round pools them, suppliers send sealed bids, the coordinator closes the round, and the cost is split to the penny.",
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            });
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.MapType<Money>(MoneySchema);
            swagger.MapType<UnitPrice>(() => Text("A price per unit and period: a decimal string with up to four decimals.", "12.5000"));
            swagger.MapType<Percent>(() => Text("A percentage from 0 to 100: a decimal string with up to two decimals.", "20"));
            swagger.MapType<Score>(() => Text("A score from 0 to 1: a decimal string with up to six decimals.", "0.85"));
            swagger.AddSecurityDefinition("oauth", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new OpenApiOAuthFlows
                {
                    ClientCredentials = new OpenApiOAuthFlow
                    {
                        TokenUrl = new Uri("/connect/token", UriKind.Relative),
                        Scopes = Scopes.All.ToDictionary(s => s, s => s.Replace(':', ' '), StringComparer.Ordinal),
                    },
                },
            });
            swagger.OrderActionsBy(action => $"{action.RelativePath} {action.HttpMethod}");
            swagger.OperationFilter<OperationFacts>();
            swagger.DocumentFilter<ProblemCodes>();
        });
    }

    public static void MapOpenApi(this WebApplication app)
    {
        app.MapSwagger("/openapi/{documentName}.json", options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.MapSwagger("/openapi/3.0/{documentName}.json", options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0);
        app.UseSwaggerUI(ui => ui.SwaggerEndpoint("/openapi/v1.json", "Purchasing v1"));
    }

    private static OpenApiSchema Text(string description, string example) =>
        new() { Type = JsonSchemaType.String, Description = description, Example = JsonValue.Create(example) };

    private static OpenApiSchema MoneySchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An amount in whole minor units of its currency.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "amount", "currency" },
        AdditionalPropertiesAllowed = false,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["amount"] = Text("A decimal string; negative only in answers.", "1234.50"),
            ["currency"] = Text("ISO 4217.", "GBP"),
        },
    };
}
