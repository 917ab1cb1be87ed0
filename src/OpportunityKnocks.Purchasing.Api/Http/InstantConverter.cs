using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Instants as RFC 3339 in UTC, to the microsecond, which is what the database keeps. An offset of zero may be written as
/// <c>Z</c> or <c>+00:00</c>; any other, or none, is refused rather than guessed at.</summary>
public sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Form = "must be an instant in UTC, such as \"2027-01-15T17:00:00Z\"";

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'+00:00'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'+00:00'",
    ];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateTimeOffset.TryParseExact(reader.GetString(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? new DateTimeOffset(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero)
            : throw new InvalidValueException(Form);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
}
