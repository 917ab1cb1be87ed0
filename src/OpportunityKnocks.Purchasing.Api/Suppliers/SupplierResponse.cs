using System.Linq.Expressions;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Suppliers;

/// <summary>A cluster's word on an organisation as a supplier.</summary>
/// <param name="Note">The coordinator's reason; suppliers do not see it.</param>
/// <param name="VoluntarySector">As the cluster said; left out, as its registrations say.</param>
public sealed record SupplierResponse(
    Guid OrganisationId, string OrganisationName, bool Approved, string Note, bool Local, bool? VoluntarySector, int Version) : IVersioned
{
    public static SupplierResponse Of(SupplierApproval approval, string organisationName) =>
        new(approval.OrganisationId.Value, organisationName, approval.Approved, approval.Note, approval.Local, approval.VoluntarySector, approval.Version);

    public static Expression<Func<SupplierApproval, SupplierResponse>> Projection(PurchasingDb db) => s => new SupplierResponse(
        s.OrganisationId.Value,
        db.Organisations.Where(o => o.Id == s.OrganisationId).Select(o => o.Name).First(),
        s.Approved,
        s.Note,
        s.Local,
        s.VoluntarySector,
        s.Version);
}
