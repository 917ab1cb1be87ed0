using System.Linq.Expressions;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>An organisation's membership of a cluster.</summary>
/// <param name="VatRecovery">The share of VAT it recovers, in percent; the rest is part of its cost.</param>
/// <param name="Active">A member that is not has no access to the cluster.</param>
public sealed record MemberResponse(
    Guid Id, Guid OrganisationId, string OrganisationName, Percent VatRecovery, IReadOnlyList<Guid> GroupIds, bool Active, int Version) : IVersioned
{
    public static MemberResponse Of(Member member, string organisationName) => new(
        member.Id.Value,
        member.OrganisationId.Value,
        organisationName,
        member.VatRecovery,
        [.. member.Groups.Select(g => g.Value)],
        member.Active,
        member.Version);

    public static Expression<Func<Member, MemberResponse>> Projection(PurchasingDb db) => m => new MemberResponse(
        m.Id.Value,
        m.OrganisationId.Value,
        db.Organisations.Where(o => o.Id == m.OrganisationId).Select(o => o.Name).First(),
        m.VatRecovery,
        m.Groups.Select(g => g.Value).ToList(),
        m.Active,
        m.Version);
}
