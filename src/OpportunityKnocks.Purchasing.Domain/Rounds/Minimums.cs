using System.Globalization;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What is missing to a round's minimums.</summary>
/// <param name="LotsBelow">Lots with some demand, but less than their minimum.</param>
/// <param name="LacksMembers">Whether fewer members are in than the round needs.</param>
/// <param name="InWords">For every member; null when nothing is missing.</param>
public sealed record Shortfall(IReadOnlyList<LotId> LotsBelow, bool LacksMembers, string? InWords)
{
    public bool IsNone => InWords is null;
}

/// <summary>Judges pooled demand by the minimums of a round and its lots. A pure function.</summary>
public static class Minimums
{
    /// <param name="demand">Per lot; a lot nobody needs may be left out.</param>
    /// <param name="members">How many members are in the round, whatever the lot.</param>
    public static Shortfall Judge(IReadOnlyList<Lot> lots, RoundPolicies policies, IReadOnlyCollection<PooledDemand> demand, int members)
    {
        if (demand.Sum(d => d.Quantity) == 0)
            return new Shortfall([], true, "No member needs anything.");

        var below = lots
            .Select(lot => (Lot: lot, Quantity: demand.SingleOrDefault(d => d.LotId == lot.Id)?.Quantity ?? 0))
            .Where(entry => entry.Quantity > 0 && entry.Quantity < entry.Lot.MinimumQuantity)
            .OrderBy(entry => entry.Lot.Number)
            .ToList();
        var lacksMembers = members < policies.MinimumMembers;
        List<string> reasons = [.. below.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"Lot {entry.Lot.Number} ({entry.Lot.Title}) has {entry.Quantity} of the {entry.Lot.MinimumQuantity} units it needs per period."))];
        if (lacksMembers)
        {
            reasons.Add(string.Create(
                CultureInfo.InvariantCulture, $"{members} of the {policies.MinimumMembers} members the round needs are in."));
        }

        return new Shortfall([.. below.Select(entry => entry.Lot.Id)], lacksMembers, reasons.Count == 0 ? null : string.Join(' ', reasons));
    }
}
