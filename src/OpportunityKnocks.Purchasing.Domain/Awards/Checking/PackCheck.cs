namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks what a lot that is ordered in packs gives to whom: whole packs, one more only if the tolerances fill it, and nobody more
/// than it accepts.</summary>
internal static class PackCheck
{
    /// <param name="quantities">What each member gets.</param>
    public static bool IsRight(IEnumerable<PooledNeed> staying, LotTerms lot, IReadOnlyDictionary<MemberId, long> quantities)
    {
        Int128 asked = 0, tolerance = 0, order = 0;
        var most = new Dictionary<MemberId, Int128>();
        foreach (var need in staying.Where(need => need.LotId == lot.Id))
        {
            asked += need.Quantity;
            tolerance += need.Tolerance;
            most[need.MemberId] = most.GetValueOrDefault(need.MemberId) + need.Quantity + need.Tolerance;
        }

        foreach (var (member, quantity) in quantities)
        {
            order += quantity;
            if (!most.TryGetValue(member, out var accepted) || quantity > accepted)
                return false;
        }

        var cut = asked / lot.PackSize * lot.PackSize;
        return order == (cut == asked || cut + lot.PackSize - asked > tolerance ? cut : cut + lot.PackSize);
    }
}
