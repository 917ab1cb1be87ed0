using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The lead buyer that a round's plan names must be there.</summary>
public static class LeadBuyers
{
    /// <exception cref="DomainException"><see cref="RoundRefusals.UnknownLeadBuyer"/></exception>
    public static async Task RequireLeadBuyerAsync(this PurchasingDb db, ClusterId cluster, RoundTrade trade, CancellationToken ct)
    {
        if (trade.LeadBuyer is { MemberId: var id } && !await db.Members.AnyAsync(m => m.ClusterId == cluster && m.Id == id && m.Active, ct))
            throw RoundRefusals.UnknownLeadBuyer.Because("trade.leadBuyer.memberId names no active member of this cluster.");
    }
}
