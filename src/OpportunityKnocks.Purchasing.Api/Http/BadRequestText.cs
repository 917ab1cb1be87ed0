using System.Text.RegularExpressions;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The framework's binding messages name internal types; this keeps the part a client understands.</summary>
public static partial class BadRequestText
{
    public static string Of(BadHttpRequestException exception)
    {
        var match = Parameter().Match(exception.Message);
        return match.Success
            ? $"\"{FieldNames.OnTheWire(match.Groups["name"].Value)}\" is missing or does not have the right form."
            : "The request could not be read.";
    }

    [GeneratedRegex("""(parameter|property) ".*?(?<name>\w+)(\.\w+)?" """, RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Parameter();
}
