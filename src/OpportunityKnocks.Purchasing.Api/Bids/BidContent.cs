using System.Text;
using System.Text.Json;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A bid's text in its one canonical form, so that its supplier can compute the commitment again from what it sent: members in
/// the order written here and left out where the supplier left them out, no white space, prices and amounts with all their decimals,
/// ids in lower case.</summary>
public static class BidContent
{
    public static string Write(BidDetails bid)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = StrictJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteBoolean("vatRegistered", bid.VatRegistered);
            json.WriteStartArray("requirements");
            foreach (var answer in bid.Requirements)
                Write(json, answer);
            json.WriteEndArray();
            json.WriteStartArray("lots");
            foreach (var lot in bid.Lots)
                Write(json, lot);
            json.WriteEndArray();
            Write(json, "termsVersion", bid.TermsVersion);
            Write(json, "fixedFee", bid.FixedFee);
            Write(json, "capacity", bid.Capacity);
            Write(json, "packages", bid.Packages);
            Write(json, "volumeDiscounts", bid.VolumeDiscounts);
            Write(json, "leadTimeDays", bid.LeadTimeDays);
            Write(json, "validUntil", bid.ValidUntil);
            Write(json, "qualityAnswers", bid.QualityAnswers);
            Write(json, "documents", bid.Documents);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static BidDetails Read(string content) => JsonSerializer.Deserialize<BidDetails>(content, StrictJson.Options)!;

    private static void Write(Utf8JsonWriter json, RequirementAnswerDetails answer)
    {
        json.WriteStartObject();
        json.WriteString("requirementId", answer.RequirementId);
        json.WriteBoolean("met", answer.Met);
        if (answer.Note is { } note)
            json.WriteString("note", note);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LotOfferDetails lot)
    {
        json.WriteStartObject();
        json.WriteString("lotId", lot.LotId);
        Write(json, "basis", lot.Basis);
        json.WriteStartArray("tiers");
        foreach (var tier in lot.Tiers)
        {
            json.WriteStartObject();
            json.WriteNumber("fromQuantity", tier.FromQuantity);
            Write(json, "unitPrice", tier.UnitPrice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "fixedFee", lot.FixedFee);
        Write(json, "feePerMember", lot.FeePerMember);
        Write(json, "capacity", lot.Capacity);
        Write(json, "vatCategory", lot.VatCategory);
        Write(json, "vatRate", lot.VatRate);
        json.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter json, string name, T value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, StrictJson.Options);
    }
}
