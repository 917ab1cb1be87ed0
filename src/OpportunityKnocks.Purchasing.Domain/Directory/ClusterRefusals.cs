namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>How clusters and their groups are refused.</summary>
public static class ClusterRefusals
{
    public static readonly Refusal Unknown = new("clusterUnknown", "There is no such cluster.");
    public static readonly Refusal GroupNameTaken = new("groupNameTaken", "The cluster has a group of this name.");
}
