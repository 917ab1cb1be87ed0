namespace OpportunityKnocks.Purchasing.Domain;

public static partial class Allocation
{
    /// <summary>Spreads a line that costs the same in each period over the periods of its term, so that every period sums exactly to
    /// <paramref name="totalPerPeriod"/>, every member's periods to what <c>Allocate</c> gives it of the whole term,
    /// and every cell is the floor of the member's ideal amount per period or one unit more. The units above
    /// the floors are dealt in the order of the ids, one period after another, beginning anew after the last (McNaughton's wrap-around
    /// rule, 1959): nobody gets two in one period, and all periods get equally many.</summary>
    /// <param name="totalPerPeriod">Minor units, not negative.</param>
    /// <returns>The allocation of the whole term, and each member's spread, both in the order of the input.</returns>
    /// <exception cref="ArgumentException">As for <c>Allocate</c>; or the total is negative, or there is no period.</exception>
    public static (WeightedAllocation Term, IReadOnlyList<PeriodSpread> Spreads) OverPeriods(
        long totalPerPeriod, int periods, IReadOnlyList<(Guid Id, long Weight)> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalPerPeriod);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);

        var term = Allocate(checked(totalPerPeriod * periods), weights);
        var inOrderOfIds = Enumerable.Range(0, term.Entries.Count).ToArray();
        Array.Sort(inOrderOfIds, (left, right) => term.Entries[left].Id.CompareTo(term.Entries[right].Id));

        var spreads = new PeriodSpread[term.Entries.Count];
        var offset = 0;
        foreach (var index in inOrderOfIds)
        {
            var entry = term.Entries[index];
            var floor = term.SumOfWeights == 0 ? 0 : (long)((Int128)totalPerPeriod * entry.Weight / term.SumOfWeights);
            var extras = (int)(entry.Amount - (floor * periods));
            spreads[index] = new PeriodSpread(floor, extras, offset, periods);
            offset = (int)(((long)offset + extras) % periods);
        }
        return (term, spreads);
    }
}

/// <summary>What one member pays in each period of a term, in minor units, without a row per period.</summary>
/// <param name="Floor">What it pays at least in every period.</param>
/// <param name="Extras">In how many periods it pays one unit more, 0 to <paramref name="Periods"/>.</param>
/// <param name="Offset">The first period with one unit more; the others follow it, and after the last period comes the first.</param>
public readonly record struct PeriodSpread(long Floor, int Extras, int Offset, int Periods)
{
    public long Total => checked((Floor * Periods) + Extras);

    /// <param name="period">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The term has no such period.</exception>
    public long AmountIn(int period) => Floor + (HasExtraIn(period) ? 1 : 0);

    private bool HasExtraIn(int period)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(period);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(period, Periods);
        var place = period - Offset;
        return (place < 0 ? place + Periods : place) < Extras;
    }
}
