using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Enums by their camelCase names, to the letter. The framework's converter would also take <c>ALLUNITS</c> and
/// <c>" allUnits"</c>.</summary>
public sealed class EnumNameConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<T, string> Names =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        private static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);

        private static readonly string Form = $"must be one of {string.Join(", ", Names.OrderBy(n => n.Key).Select(n => n.Value))}";

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // Lone surrogates are no text, and GetString would throw.
            foreach (var (name, value) in Values)
            {
                if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(name))
                    return value;
            }

            throw new InvalidValueException(Form);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);
    }
}
