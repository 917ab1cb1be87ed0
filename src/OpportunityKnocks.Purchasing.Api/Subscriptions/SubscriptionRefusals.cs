using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Why a subscription is not made.</summary>
public static class SubscriptionRefusals
{
    public static readonly Refusal TooMany = new("tooManySubscriptions", "Your party has as many of these as it may have in a cluster.");
}
