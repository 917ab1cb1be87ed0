namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>What members say of their needs, as literal JSON.</summary>
public static class NeedBodies
{
    /// <param name="lot">The helpdesk lot it is for; without one it is standing.</param>
    public static string Helpdesk(Guid? lot = null, long quantity = 12, string? ceiling = "30.0000", string more = "") =>
        $$"""
        {
          {{(lot is null ? "" : $"\"lotId\": \"{lot}\",")}}
          "categoryCode": "72253000", "description": "Helpdesk for our staff", "quantity": {{quantity}}, "unit": "IE",
          {{(ceiling is null ? "\"anyPrice\": true" : $"\"ceiling\": \"{ceiling}\"")}}{{more}}
        }
        """;

    /// <summary>A need with every field, of which the four numbers can be set to anything.</summary>
    public static string WithNumbers(
        Guid? lot, string quantity = "12", string unitPrice = "\"31.5000\"", string vatRate = "\"20\"", string ceiling = "\"30.0000\"") =>
        $$"""
        {
          {{(lot is null ? "" : $"\"lotId\": \"{lot}\",")}}
          "categoryCode": "72253000", "description": "Helpdesk for our staff", "unit": "IE", "neededBy": "2027-06-30", "bundle": "IT",
          "baseline": { "vat": "excluded", "source": "invoice", "unitPrice": {{unitPrice}}, "vatRate": {{vatRate}} },
          "quantity": {{quantity}}, "ceiling": {{ceiling}}
        }
        """;

    public static string Batch(params IEnumerable<string> needs) => $$"""{ "needs": [{{string.Join(", ", needs)}}] }""";
}
