using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>What joining and changing a membership share.</summary>
public static class MemberGroups
{
    private const int MostGroups = 100;

    public static IRuleBuilderOptions<T, IReadOnlyList<Guid>> HasFewGroups<T>(this IRuleBuilder<T, IReadOnlyList<Guid>> rule) => rule
        .Must(groups => groups.Count <= MostGroups).WithMessage($"has at most {MostGroups} groups");

    /// <summary>The groups, all of this cluster. No group is ever removed, so that what is true now stays true.</summary>
    /// <exception cref="DomainException"><see cref="MemberRefusals.GroupUnknown"/></exception>
    public static async Task<List<GroupId>> RequireGroupsAsync(this PurchasingDb db, ClusterId cluster, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var asked = ids.Distinct().Select(id => new GroupId(id)).ToList();
        var known = await db.Groups.CountAsync(g => g.ClusterId == cluster && asked.Contains(g.Id), ct);
        return known == asked.Count ? asked : throw MemberRefusals.GroupUnknown.Because("See the cluster's groups at .../groups.");
    }

    /// <summary>Members are not told of each other.</summary>
    public static JournalEntry Record(this JournalWriter journal, EventType type, Member member) => journal
        .Record(
            member.ClusterId, type, SubjectKind.Member, member.Id.Value, member.Version,
            new { OrganisationId = member.OrganisationId.Value, member.VatRecovery, GroupIds = member.Groups.Select(g => g.Value), member.Active })
        .For(Audience.Member, member: member.Id);
}
