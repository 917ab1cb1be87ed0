using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Savings;

/// <summary>A need that was served.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Baseline">What its member paid before; null if it did not say.</param>
public readonly record struct ServedNeed(NeedId Id, long Quantity, Baseline? Baseline)
{
    /// <summary>Of a lot that is ordered in packs a member may get more or less than it asked: each of its needs bears its part of that.</summary>
    /// <param name="quantity">What the member gets.</param>
    public static IReadOnlyList<ServedNeed> InParts(long quantity, IReadOnlyList<ServedNeed> needs)
    {
        if (needs.Sum(need => need.Quantity) == quantity)
            return needs;

        var parts = Allocation.Allocate(quantity, [.. needs.Select(need => (need.Id.Value, need.Quantity))]).Entries;
        return [.. needs.Select((need, i) => need with { Quantity = parts[i].Amount }).Where(need => need.Quantity > 0)];
    }
}

/// <summary>What a member pays one supplier of a lot.</summary>
/// <param name="SettledPeriods">How many charge periods are posted: the first ones.</param>
public readonly record struct SuppliedPart(MemberShare Share, int SettledPeriods);

/// <summary>All that one member pays for a lot, with all of its needs there. Each need bears its part of the cost, by quantity; what is
/// charged up to a period is split as a whole, so that no penny is lost, however the term is cut.</summary>
public sealed class ServedShare
{
    private readonly SuppliedPart[] _parts;
    private readonly (Guid Id, long Weight)[] _weights;
    private readonly long[][] _costs;

    /// <param name="parts">At least one, all over the same periods.</param>
    public ServedShare(IReadOnlyList<SuppliedPart> parts, IReadOnlyList<ServedNeed> needs)
    {
        (_parts, Needs) = ([.. parts], needs);
        _weights = [.. needs.Select(need => (need.Id.Value, need.Quantity))];
        _costs = new long[Periods + 1][];
        SettledPeriods = _parts.Max(part => part.SettledPeriods);
    }

    public IReadOnlyList<ServedNeed> Needs { get; }

    public int Periods => _parts[0].Share.Spread.Periods;

    /// <summary>How many charge periods are posted, whoever supplied them.</summary>
    public int SettledPeriods { get; }

    public Percent VatRecovery => _parts[0].Share.Member.VatRecovery;

    public Currency Currency => _parts[0].Share.FixedFee.Currency;

    /// <summary>What a need costs in the periods from one to before another, from 0; of the posted ones only, if so asked. Minor units.</summary>
    public long CostOf(int need, int from, int until) => checked(CostsBefore(until)[need] - CostsBefore(from)[need]);

    /// <summary>What every need costs in the periods before one.</summary>
    private long[] CostsBefore(int period)
    {
        if (_costs[period] is { } known)
            return known;
        var cost = 0L;
        foreach (var part in _parts)
            cost = checked(cost + CostBefore(part.Share, period));
        return _costs[period] = _weights.Length == 1 ? [cost] : [.. Allocation.Allocate(cost, _weights).Entries.Select(entry => entry.Amount)];
    }

    private static long CostBefore(MemberShare share, int period)
    {
        if (period == share.Spread.Periods)
            return share.Cost.MinorUnits;
        var cost = 0L;
        for (var i = 0; i < period; i++)
            cost = checked(cost + share.ChargeIn(i).Cost.MinorUnits);
        return cost;
    }
}
