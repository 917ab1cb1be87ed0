using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

/// <summary>A lot that was awarded.</summary>
/// <param name="PackSize">The units of one pack: a group on its own buys whole packs too, and keeps what it does not need.</param>
public sealed record SupplyLot(string Id, int Periods = 1, long PackSize = 1);

/// <summary>What the awarded bids ask, whoever buys: only what each bid won, so the offers for the lots it supplies and the packages it sells.
/// Winner limits bind the round, not a group of its members.</summary>
/// <param name="Bids">The factor of an offer is what its net is multiplied by to be the cost to the members, in millionths.</param>
/// <param name="OverbuyLimit">Units per period a group may buy of each lot beyond what it needs.</param>
public sealed record SupplyTerms(Currency Currency, IReadOnlyList<SupplyLot> Lots, IReadOnlyList<OptimumBid> Bids, long OverbuyLimit = 0)
{
    /// <summary>Whether who supplies what follows from the lot: one supplier each, no package, nothing bought over.</summary>
    public bool IsForced => OverbuyLimit == 0
        && Bids.All(bid => bid.Packages.Count == 0)
        && Bids.SelectMany(bid => bid.Offers).Select(offer => offer.LotId).Distinct(StringComparer.Ordinal).Count() == Bids.Sum(bid => bid.Offers.Count);
}

/// <summary>A member and what it gets of each lot, in the order of the lots; 0 where it gets nothing.</summary>
public sealed record SupplyMember(Guid Id, IReadOnlyList<long> Quantities);

/// <summary>What a group of members needs: units per period and members in each lot, in the order of the lots.</summary>
public sealed record GroupDemand(IReadOnlyList<long> Quantities, IReadOnlyList<int> Members);

/// <summary>What any group of a round's members would pay on its own with the awarded bids: the cost game of the round (Young, "Cost allocation",
/// in Handbook of Game Theory 2, 1994). Members are known by their place in the order of their ids, whatever the order in which they came.</summary>
public sealed class SupplyGame
{
    /// <exception cref="ArgumentException">A member comes twice, or does not say what it gets of each lot.</exception>
    public SupplyGame(SupplyTerms terms, IEnumerable<SupplyMember> members)
    {
        (Terms, Members) = (terms, [.. members.OrderBy(member => member.Id)]);
        if (Members.Any(member => member.Quantities.Count != terms.Lots.Count || member.Quantities.Any(quantity => quantity < 0)))
            throw new ArgumentException("A member says what it gets of each lot.", nameof(members));
        if (Members.Select(member => member.Id).Distinct().Count() != Members.Count)
            throw new ArgumentException("A member comes twice.", nameof(members));
    }

    public SupplyTerms Terms { get; }

    public IReadOnlyList<SupplyMember> Members { get; }

    public IReadOnlyList<int> Everyone => [.. Enumerable.Range(0, Members.Count)];

    /// <param name="group">Places of members.</param>
    public GroupDemand DemandOf(IEnumerable<int> group)
    {
        var (quantities, members) = (new long[Terms.Lots.Count], new int[Terms.Lots.Count]);
        foreach (var member in group)
        {
            for (var lot = 0; lot < quantities.Length; lot++)
            {
                var quantity = Members[member].Quantities[lot];
                quantities[lot] = checked(quantities[lot] + quantity);
                members[lot] += quantity > 0 ? 1 : 0;
            }
        }

        return new GroupDemand(quantities, members);
    }
}
