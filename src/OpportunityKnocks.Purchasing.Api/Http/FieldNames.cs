using System.Text.Json;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Names a field as the client wrote it: <c>Body.Lots[0].UnitPrice</c> and <c>$.lots[0].unitPrice</c> are <c>lots[0].unitPrice</c>.</summary>
public static class FieldNames
{
    public static string OnTheWire(string propertyPath)
    {
        var segments = propertyPath.Split('.').Where((s, i) => i > 0 || s is not ("Body" or "$"));
        return string.Join('.', segments.Select(JsonNamingPolicy.CamelCase.ConvertName));
    }
}
