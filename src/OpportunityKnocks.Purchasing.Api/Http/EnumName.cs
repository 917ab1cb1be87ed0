using System.Text.Json;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The value of an enumeration as the API writes it, where no serialiser does.</summary>
public static class EnumName
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
