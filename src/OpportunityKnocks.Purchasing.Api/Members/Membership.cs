using FluentValidation;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>What joining and changing a membership share.</summary>
public static class Membership
{
    private const int MostGroups = 100;

    public static IRuleBuilderOptions<T, IReadOnlyList<Guid>> HasFewGroups<T>(this IRuleBuilder<T, IReadOnlyList<Guid>> rule) => rule
        .Must(groups => groups.Count <= MostGroups).WithMessage($"has at most {MostGroups} groups");

    public static List<GroupId> ToGroupIds(this IEnumerable<Guid> ids) => [.. ids.Distinct().Select(id => new GroupId(id))];

    /// <summary>Members are not told of each other.</summary>
    public static JournalEntry Record(this JournalWriter journal, EventType type, Member member) => journal
        .Record(
            member.ClusterId, type, SubjectKind.Member, member.Id.Value, member.Version,
            new { OrganisationId = member.OrganisationId.Value, member.VatRecovery, GroupIds = member.Groups.Select(g => g.Value), member.Active })
        .For(Audience.Member, member: member.Id);
}
