using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Text without NUL and other control characters (tabs and line breaks are text), and without lone surrogates.</summary>
public sealed class PlainTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new InvalidValueException("must be text");

        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidValueException("must be valid Unicode text");
        }

        return text.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))
            ? throw new InvalidValueException("must not contain control characters")
            : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
