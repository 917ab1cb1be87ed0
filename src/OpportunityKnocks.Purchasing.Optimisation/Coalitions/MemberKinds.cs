using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>Members who need the same and pay the same are as good as each other: how many of them are in a group is all that counts.</summary>
internal static class MemberKinds
{
    /// <returns>Places of members, by kind, in the order of each kind's first.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(SupplyGame game, IReadOnlyList<Fraction> shares) =>
    [
        .. Enumerable.Range(0, game.Members.Count)
            .GroupBy(i => (string.Join(' ', game.Members[i].Quantities), shares[i]))
            .Select(kind => kind.ToArray()),
    ];
}
