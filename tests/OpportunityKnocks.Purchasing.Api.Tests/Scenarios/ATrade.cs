namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>The legal shape of a round, as a member of its plan.</summary>
public static class ATrade
{
    /// <summary>A registered lead buyer.</summary>
    public static string Registered(Guid member) => With(member, "registered", "\"vatNumber\": \"GB123456789\"");

    /// <summary>A lead buyer without VAT.</summary>
    public static string NotRegistered(Guid member) => With(member, "notRegistered", "\"taxReference\": \"1234567890\"");

    /// <summary>An exempt group that shares its costs.</summary>
    public static string CostSharingGroup(Guid member) => With(member, "costSharingGroup", "\"taxReference\": \"1234567890\"");

    /// <param name="rest">As JSON, what else is said of it.</param>
    public static string With(Guid member, string vat, string rest) =>
        $$"""
        "trade": {
          "shape": "leadBuyer",
          "leadBuyer": {
            "memberId": "{{member}}", "vat": "{{vat}}", "legalName": "Leicester Together", {{rest}},
            "address": { "street": "1 Belvoir Street", "city": "Leicester", "postcode": "LE1 6SL", "country": "GB" },
            "account": { "number": "GB33BUKB20201555555555", "name": "Leicester Together" }, "paymentDays": 14
          }
        }
        """;
}
