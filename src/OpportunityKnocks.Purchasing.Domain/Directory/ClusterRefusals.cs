namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>How clusters, their groups and their members are refused.</summary>
public static class ClusterRefusals
{
    public static readonly Refusal UnknownCluster = new("unknownCluster", "There is no such cluster.", RefusalKind.Invalid);
    public static readonly Refusal UnknownGroup = new("unknownGroup", "There is no such group in this cluster.", RefusalKind.Invalid);
    public static readonly Refusal GroupNameTaken = new("groupNameTaken", "The cluster has a group of this name.");
    public static readonly Refusal AlreadyMember = new("alreadyMember", "The organisation is a member of this cluster already.");
}
