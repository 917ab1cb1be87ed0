using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OpportunityKnocks.Purchasing.Domain;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Lists every problem code in the specification: all refusals of all catalogues, found by scanning.</summary>
public sealed class ProblemCodes : IDocumentFilter
{
    public static IReadOnlyList<Refusal> All { get; } =
    [
        .. new[] { typeof(Refusal).Assembly, typeof(ProblemCodes).Assembly }
            .SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.FieldType == typeof(Refusal))
            .Select(f => (Refusal)f.GetValue(null)!)
            .OrderBy(r => r.Code, StringComparer.Ordinal),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (context.SchemaRepository.Schemas.TryGetValue(nameof(Problem), out var schema) && schema.Properties?["code"] is OpenApiSchema code)
        {
            code.Description = string.Join('\n', All.Select(r => $"* `{r.Code}` ({HttpRefusals.StatusOf(r)}): {r.Title}"));
            code.Enum = [.. All.Select(r => (JsonNode)r.Code)];
        }
    }
}
