using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>JSON as this API reads it: no unknown or duplicate members, no numbers as text, no nulls where a value is due, no control
/// characters; enums by their camelCase names only.</summary>
public static partial class StrictJson
{
    private static readonly string[] Required = ["is required"];

    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = 16;

        // The answers are JSON, never a part of a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new EnumNameConverter());
        options.Converters.Add(new PlainTextConverter());
        foreach (var converter in ValueConverters.All)
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    /// <summary>What was wrong, by field, in words that do not name our types.</summary>
    public static IReadOnlyDictionary<string, string[]> Explain(JsonException exception)
    {
        var missing = MissingMembers().Match(exception.Message);
        var path = FieldNames.OnTheWire(exception.Path ?? "$");
        if (path == "$")
        {
            path = "";
        }

        if (missing.Success)
        {
            var prefix = path.Length == 0 ? "" : path + ".";
            return QuotedName().Matches(missing.Groups["names"].Value)
                .ToDictionary(m => prefix + m.Groups["name"].Value, _ => Required, StringComparer.Ordinal);
        }

        var text = exception switch
        {
            InvalidValueException => exception.Message,
            _ when exception.Message.Contains("could not be mapped", StringComparison.Ordinal) => "has a member the specification does not know",
            _ when exception.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase) => "has a member twice",
            _ => "does not have the right form",
        };
        return new Dictionary<string, string[]>(StringComparer.Ordinal) { [path] = [text] };
    }

    [GeneratedRegex("missing required properties including: (?<names>.*)", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MissingMembers();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex QuotedName();
}

/// <summary>A value that is JSON but not a value of its kind; the message is for the client.</summary>
public sealed class InvalidValueException(string message) : JsonException(message);
