namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>What a coordinator says of a supplier.</summary>
/// <param name="Note">Why.</param>
/// <param name="Local">Whether it counts as local.</param>
/// <param name="VoluntarySector">Null: as its registrations say.</param>
public sealed record SupplierFacts(bool Approved, string Note, bool Local = false, bool? VoluntarySector = null);

/// <summary>A cluster's word on an organisation as a supplier: only approved ones see its tenders.</summary>
public sealed class SupplierApproval
{
    private SupplierApproval()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    public bool Approved { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>Whether the cluster counts it as local, for the evaluation.</summary>
    public bool Local { get; private set; }

    /// <summary>Whether the cluster counts it as of the voluntary sector; null: as its registrations say.</summary>
    public bool? VoluntarySector { get; private set; }

    public int Version { get; private set; }

    public static SupplierApproval Decide(ClusterId cluster, OrganisationId organisation, SupplierFacts facts)
    {
        var approval = new SupplierApproval { ClusterId = cluster, OrganisationId = organisation };
        approval.DecideAgain(facts);
        return approval;
    }

    public void DecideAgain(SupplierFacts facts)
    {
        (Approved, Note, Local, VoluntarySector) = (facts.Approved, facts.Note, facts.Local, facts.VoluntarySector);
        Version++;
    }
}
