namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>How many random awards are tried: few in every run, many in a campaign
/// (<c>dotnet test --filter TestCategory=Campaign</c>).</summary>
internal static class Effort
{
    public const int Daily = 100;

    public const int Campaign = 2_000;

    public const string CampaignCategory = "Campaign";
}
