namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>How many random cases a property is tried on: few in every run, many in a campaign
/// (<c>dotnet test --filter TestCategory=Campaign</c>).</summary>
internal static class Effort
{
    public const int Daily = 5_000;

    public const int Campaign = 100_000;

    public const string CampaignCategory = "Campaign";
}
