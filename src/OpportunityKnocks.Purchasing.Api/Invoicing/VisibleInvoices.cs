using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>Whose invoices a caller sees: coordinators and auditors all, a member those to it and those it issued as lead buyer.</summary>
public static class VisibleInvoices
{
    public static IQueryable<Invoice> InvoicesTo(this PurchasingDb db, Caller caller, ClusterId cluster, MemberId member)
    {
        var invoices = db.Invoices.AsNoTracking().Where(i => i.ClusterId == cluster && i.MemberId == member);
        var own = caller.Member;
        return caller.SeesWholeAwards() ? invoices : invoices.Where(i => i.MemberId == own || i.SellerId == own);
    }

    /// <summary>Whether there is such a member, is left to those who may know.</summary>
    public static async Task RequireMemberAsync(this PurchasingDb db, Caller caller, ClusterId cluster, MemberId member, CancellationToken ct)
    {
        var mayKnow = caller.SeesWholeAwards() || caller.Member == member || await db.InvoicesTo(caller, cluster, member).AnyAsync(ct);
        if (!mayKnow || !await db.Members.AnyAsync(m => m.ClusterId == cluster && m.Id == member, ct))
            throw HttpRefusals.NotFound.Because("There is no such member in this cluster, or it is not yours to see.");
    }
}
