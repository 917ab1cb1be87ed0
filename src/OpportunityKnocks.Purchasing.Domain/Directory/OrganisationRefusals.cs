namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>How organisations are refused.</summary>
public static class OrganisationRefusals
{
    public static readonly Refusal IdentifierTaken = new("identifierTaken", "Another organisation has this identifier.");
    public static readonly Refusal UnknownOrganisation = new("unknownOrganisation", "There is no such organisation.", RefusalKind.Invalid);
}
