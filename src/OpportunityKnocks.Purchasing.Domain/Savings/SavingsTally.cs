using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Savings;

/// <summary>What some needs cost the members that have them, beside what they cost before. Minor units.</summary>
public readonly record struct SavingsFigures(int Needs, long Baseline, long Cost)
{
    /// <summary>Negative where the needs became dearer: losses are shown like savings.</summary>
    public long Saved => checked(Baseline - Cost);

    public static SavingsFigures operator +(SavingsFigures left, SavingsFigures right) =>
        checked(new(left.Needs + right.Needs, left.Baseline + right.Baseline, left.Cost + right.Cost));
}

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

/// <summary>Adds up what was saved, by the baseline's source. Needs without a baseline are counted apart, and never as a saving.</summary>
public sealed class SavingsTally
{
    private readonly SortedDictionary<BaselineSource, (SavingsFigures Term, SavingsFigures ToDate)> _bySource = [];

    public IEnumerable<(BaselineSource Source, SavingsFigures Term, SavingsFigures ToDate)> BySource =>
        _bySource.Select(entry => (entry.Key, entry.Value.Term, entry.Value.ToDate));

    /// <summary>Over the whole term.</summary>
    public SavingsFigures Term => _bySource.Values.Aggregate(default(SavingsFigures), (sum, source) => sum + source.Term);

    /// <summary>Over the charge periods that are posted.</summary>
    public SavingsFigures ToDate => _bySource.Values.Aggregate(default(SavingsFigures), (sum, source) => sum + source.ToDate);

    public SavingsFigures WithoutBaseline { get; private set; }

    public SavingsFigures WithoutBaselineToDate { get; private set; }

    /// <summary>Counts one share in. Each of its needs bears its part of the share's cost, by quantity, to the minor unit.</summary>
    /// <param name="needs">All of the member's needs in the lot.</param>
    /// <param name="settledPeriods">How many charge periods are posted: the first ones.</param>
    /// <param name="isFirst">False for what the same needs cost with the other suppliers of their lot: then only that is added.</param>
    public void Add(MemberShare share, IReadOnlyList<ServedNeed> needs, int settledPeriods, bool isFirst = true)
    {
        var currency = share.FixedFee.Currency;
        var paid = 0L;
        for (var period = 0; period < settledPeriods; period++)
            paid = checked(paid + share.ChargeIn(period).Cost.MinorUnits);

        var weights = needs.Select(need => (need.Id.Value, need.Quantity)).ToArray();
        var term = Allocation.Allocate(share.Cost.MinorUnits, weights).Entries;
        var toDate = Allocation.Allocate(paid, weights).Entries;
        for (var i = 0; i < needs.Count; i++)
        {
            if (isFirst)
                Add(needs[i], share.Spread.Periods, settledPeriods, term[i].Amount, toDate[i].Amount, share.Member.VatRecovery, currency);
            else
                AddCost(needs[i], term[i].Amount, toDate[i].Amount);
        }
    }

    private void AddCost(ServedNeed need, long cost, long costToDate)
    {
        var (more, moreToDate) = (new SavingsFigures(0, 0, cost), new SavingsFigures(0, 0, costToDate));
        if (need.Baseline is not { } baseline)
        {
            (WithoutBaseline, WithoutBaselineToDate) = (WithoutBaseline + more, WithoutBaselineToDate + moreToDate);
            return;
        }

        var (term, toDate) = _bySource.GetValueOrDefault(baseline.Source);
        _bySource[baseline.Source] = (term + more, toDate + moreToDate);
    }

    private void Add(ServedNeed need, int periods, int settledPeriods, long cost, long costToDate, Percent vatRecovery, Currency currency)
    {
        if (need.Baseline is not { } baseline)
        {
            WithoutBaseline += new SavingsFigures(1, 0, cost);
            WithoutBaselineToDate += new SavingsFigures(1, 0, costToDate);
            return;
        }

        var (term, toDate) = _bySource.GetValueOrDefault(baseline.Source);
        _bySource[baseline.Source] = (
            term + new SavingsFigures(1, Before(periods), cost),
            toDate + new SavingsFigures(1, Before(settledPeriods), costToDate));

        long Before(int count) => baseline.Cost(need.Quantity, count, vatRecovery, currency).MinorUnits;
    }
}
