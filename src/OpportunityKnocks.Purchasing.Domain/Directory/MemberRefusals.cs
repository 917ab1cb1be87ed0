namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>How memberships are refused.</summary>
public static class MemberRefusals
{
    public static readonly Refusal AlreadyMember = new("alreadyMember", "The organisation is a member of this cluster already.");
    public static readonly Refusal GroupUnknown = new("groupUnknown", "The cluster has no such group.");
}
