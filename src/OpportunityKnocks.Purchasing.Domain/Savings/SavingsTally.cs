namespace OpportunityKnocks.Purchasing.Domain.Savings;

/// <summary>What some needs cost the members that have them, beside what they cost before. Minor units.</summary>
/// <param name="Switching">What it cost once to change over.</param>
public readonly record struct SavingsFigures(int Needs, long Baseline, long Cost, long Switching = 0)
{
    /// <summary>Negative where the needs became dearer: losses are shown like savings.</summary>
    public long Saved => checked(Baseline - Cost - Switching);

    public static SavingsFigures operator +(SavingsFigures left, SavingsFigures right) =>
        checked(new(left.Needs + right.Needs, left.Baseline + right.Baseline, left.Cost + right.Cost, left.Switching + right.Switching));
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

    /// <summary>Counts in what one member pays for a lot, in some of its charge periods.</summary>
    /// <param name="from">The first period, from 0.</param>
    /// <param name="until">The one after the last.</param>
    public void Add(ServedShare served, int from, int until)
    {
        var posted = Math.Max(from, Math.Min(until, served.SettledPeriods));
        for (var i = 0; i < served.Needs.Count; i++)
        {
            var (term, toDate) = (Figures(served, i, from, until), Figures(served, i, from, posted));
            if (served.Needs[i].Baseline is not { } baseline)
            {
                (WithoutBaseline, WithoutBaselineToDate) = (WithoutBaseline + term, WithoutBaselineToDate + toDate);
                continue;
            }

            var (termBefore, toDateBefore) = _bySource.GetValueOrDefault(baseline.Source);
            _bySource[baseline.Source] = (termBefore + term, toDateBefore + toDate);
        }
    }

    private static SavingsFigures Figures(ServedShare served, int index, int from, int until)
    {
        var (need, cost) = (served.Needs[index], served.CostOf(index, from, until));
        if (need.Baseline is not { } baseline)
            return new SavingsFigures(1, 0, cost);

        // As with the cost: rounded from the beginning, so that the periods add up to the term.
        var switching = from == 0 && until > 0 ? baseline.SwitchingCostIn(served.Currency).MinorUnits : 0;
        return new SavingsFigures(1, checked(Before(until) - Before(from)), cost, switching);

        long Before(int periods) => periods == 0 ? 0 : baseline.Cost(need.Quantity, periods, served.VatRecovery, served.Currency).MinorUnits;
    }
}
