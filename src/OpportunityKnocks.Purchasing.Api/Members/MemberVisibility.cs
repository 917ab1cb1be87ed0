using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>Which members of a cluster a caller sees: a member itself, everybody else who comes here all.</summary>
public static class MemberVisibility
{
    public static IQueryable<Member> VisibleMembers(this PurchasingDb db, Caller caller, ClusterId cluster)
    {
        var members = db.Members.Where(m => m.ClusterId == cluster);
        var own = caller.Member;
        return caller.Is(Roles.Member) ? members.Where(m => m.Id == own) : members;
    }
}
