using System.Reflection;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>What the routes of a bid have in common.</summary>
public static class BidRoutes
{
    public const string Example =
        """
        {
          "vatRegistered": true,
          "requirements": [{ "requirementId": "0198c0de-0000-7000-8000-000000000007", "met": true, "note": "ISO 27001, certificate 4711" }],
          "lots": [
            {
              "lotId": "0198c0de-0000-7000-8000-000000000001",
              "basis": "allUnits",
              "tiers": [{ "fromQuantity": 50, "unitPrice": "28.5000" }, { "fromQuantity": 200, "unitPrice": "24.0000" }],
              "fixedFee": { "amount": "1500.00", "currency": "GBP" },
              "feePerMember": { "amount": "75.00", "currency": "GBP" },
              "capacity": 500,
              "vatCategory": "standard",
              "vatRate": "20"
            }
          ],
          "volumeDiscounts": [{ "fromQuantity": 300, "percent": "2.5" }],
          "leadTimeDays": 14,
          "validUntil": "2027-06-30"
        }
        """;

    /// <summary>The ways a bid is refused for what it says.</summary>
    public static IReadOnlyList<Refusal> InvalidBids { get; } =
    [
        BidRefusals.NoLot, BidRefusals.LotTwice, BidRefusals.RegistrationDiffers, BidRefusals.UnknownLot,
        BidRefusals.RequirementsUnanswered, BidRefusals.CurrencyDiffers,
        BidRefusals.PackageMalformed, BidRefusals.VatDiffersInLot, BidRefusals.DiscountsDoNotRise, BidRefusals.CriterionUnknown, BidRefusals.DocumentMissing,
        .. typeof(PricingRefusals).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Refusal)field.GetValue(null)!),
    ];

    /// <summary>Traffic on a bid's routes tells that there are bids, so it is not measured.</summary>
    public static RouteHandlerBuilder KeepsBidsSecret(this RouteHandlerBuilder route) => route.DisableHttpMetrics();
}
