using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>The names behind some members and suppliers, read once for a whole page.</summary>
public sealed class PartyNames(IReadOnlyDictionary<MemberId, string> members, IReadOnlyDictionary<OrganisationId, string> suppliers)
{
    public string Member(MemberId id) => members[id];

    public NamedOrganisation Supplier(OrganisationId id) => new(id.Value, suppliers[id]);
}

public static class PartyNamesQuery
{
    public static async Task<PartyNames> NamesOfAsync(
        this PurchasingDb db, ClusterId cluster, IEnumerable<MemberId> members, IEnumerable<OrganisationId?> suppliers, CancellationToken ct)
    {
        var memberIds = members.Distinct().ToList();
        var supplierIds = suppliers.OfType<OrganisationId>().Distinct().ToList();
        return new PartyNames(
            await db.Members.Where(m => m.ClusterId == cluster && memberIds.Contains(m.Id))
                .Join(db.Organisations, m => m.OrganisationId, o => o.Id, (m, o) => new { m.Id, o.Name })
                .ToDictionaryAsync(row => row.Id, row => row.Name, ct),
            await db.Organisations.Where(o => supplierIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct));
    }
}
