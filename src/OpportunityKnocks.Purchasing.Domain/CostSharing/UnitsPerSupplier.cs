namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>How many units each member of a lot gets from each of its suppliers: every member buys from each, in whole units, so that a
/// member gets what it needs and a supplier delivers what it was awarded.</summary>
public static class UnitsPerSupplier
{
    /// <summary>Supplier by supplier the units are allocated by what each member still needs (largest remainders); the last one delivers
    /// the rest. A member's units differ from its proportional part by less than one for the first supplier, and by less than two for any.
    /// Where more is ordered than is needed, the surplus is no member's.</summary>
    /// <param name="members">In the order of their ids.</param>
    /// <param name="supplied">What each supplier supplies, together at least what the members need.</param>
    /// <returns>For each supplier, the units of each member.</returns>
    public static IReadOnlyList<IReadOnlyList<long>> Of(IReadOnlyList<MemberQuantity> members, IReadOnlyList<long> supplied)
    {
        var needed = members.Select(member => member.Quantity).ToArray();
        var left = needed.Sum();
        if (supplied.Sum() < left)
            throw new ArgumentException("The suppliers supply less than the members need.", nameof(supplied));

        var units = new List<IReadOnlyList<long>>(supplied.Count);
        foreach (var quantity in supplied)
        {
            var given = Allocation.Allocate(Math.Min(quantity, left), [.. members.Select((member, i) => (member.MemberId.Value, needed[i]))]);
            for (var i = 0; i < needed.Length; i++)
                needed[i] -= given.Entries[i].Amount;
            left -= given.Total;
            units.Add([.. given.Entries.Select(entry => entry.Amount)]);
        }

        return units;
    }
}
