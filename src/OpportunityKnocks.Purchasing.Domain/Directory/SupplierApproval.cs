namespace OpportunityKnocks.Purchasing.Domain.Directory;

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

    public int Version { get; private set; }

    public static SupplierApproval Decide(ClusterId cluster, OrganisationId organisation, bool approved, string note) =>
        new() { ClusterId = cluster, OrganisationId = organisation, Approved = approved, Note = note, Version = 1 };

    public void DecideAgain(bool approved, string note)
    {
        (Approved, Note) = (approved, note);
        Version++;
    }
}
