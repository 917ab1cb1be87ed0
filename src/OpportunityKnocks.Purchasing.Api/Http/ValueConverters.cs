using System.Text.Json;
using System.Text.Json.Serialization;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>How money, prices, percentages and instants are written: as text, never JSON numbers.</summary>
public static class ValueConverters
{
    public static readonly IReadOnlyList<JsonConverter> All = [new MoneyConverter(), new UnitPriceConverter(), new PercentConverter(), new InstantConverter(), new ScoreConverter()];

    private static string Text(ref Utf8JsonReader reader, string otherwise) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new InvalidValueException(otherwise);

    private sealed class UnitPriceConverter : JsonConverter<UnitPrice>
    {
        private const string Form = "must be a decimal string such as \"12.5000\": up to 9 digits, up to 4 decimals, not negative";

        public override UnitPrice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            UnitPrice.TryParse(Text(ref reader, Form), out var price) ? price : throw new InvalidValueException(Form);

        public override void Write(Utf8JsonWriter writer, UnitPrice value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToAmount());
    }

    private sealed class PercentConverter : JsonConverter<Percent>
    {
        private const string Form = "must be a decimal string from \"0\" to \"100\", with up to 2 decimals";

        public override Percent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Percent.TryParse(Text(ref reader, Form), out var percent) ? percent : throw new InvalidValueException(Form);

        public override void Write(Utf8JsonWriter writer, Percent value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class ScoreConverter : JsonConverter<Score>
    {
        private const string Form = "must be a decimal string from \"0\" to \"1\", with up to 6 decimals";

        public override Score Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Score.TryParse(Text(ref reader, Form), out var score) ? score : throw new InvalidValueException(Form);

        public override void Write(Utf8JsonWriter writer, Score value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    /// <summary>An amount with its currency: <c>{"amount": "1234.50", "currency": "GBP"}</c>.</summary>
    private sealed class MoneyConverter : JsonConverter<Money>
    {
        private const string Form = "must be {\"amount\": \"1234.50\", \"currency\": \"GBP\"}, not negative, with the currency's decimals";

        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var (amount, code) = ReadMembers(ref reader);
            return Currency.TryOf(code, out var currency) && Money.TryParse(amount, currency, out var money)
                ? money
                : throw new InvalidValueException(Form);
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("amount", value.ToAmount());
            writer.WriteString("currency", value.Currency.Code);
            writer.WriteEndObject();
        }

        private static (string? Amount, string? Currency) ReadMembers(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new InvalidValueException(Form);

            string? amount = null, currency = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "amount" when amount is null:
                        amount = Text(ref reader, Form);
                        break;
                    case "currency" when currency is null:
                        currency = Text(ref reader, Form);
                        break;
                    default:
                        throw new InvalidValueException(Form);
                }
            }

            return (amount, currency);
        }
    }
}
