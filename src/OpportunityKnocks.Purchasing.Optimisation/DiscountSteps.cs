using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>The volume discounts of a bid, one of which holds: each has tiers of its own, so that nothing is multiplied.</summary>
internal sealed class DiscountSteps
{
    private readonly CpModel _model;

    /// <param name="most">The most units the bid's schedules can supply.</param>
    public DiscountSteps(CpModel model, OptimumBid bid, long most)
    {
        _model = model;
        var steps = bid.Discounts.Prepend(new VolumeDiscount(0, Percent.Zero)).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            var last = i + 1 < steps.Count ? Math.Min(most, steps[i + 1].FromQuantity - 1) : most;
            if (steps[i].FromQuantity <= last)
                All.Add(new Step(model, steps[i].FromQuantity, last, steps[i].Percent.Remainder.Hundredths));
        }
    }

    public List<Step> All { get; } = [];

    public void Close()
    {
        _model.AddExactlyOne(All.Select(step => step.Holds));
        if (All.Count == 1)
            return;
        foreach (var step in All)
            step.Close();
    }

    /// <param name="first">Units from which it holds.</param>
    /// <param name="last">Units up to which it holds.</param>
    /// <param name="paidHundredths">What is left of the price, in hundredths of a percent.</param>
    internal sealed class Step(CpModel model, long first, long last, int paidHundredths)
    {
        private readonly Terms _units = new();

        public BoolVar Holds { get; } = model.NewBoolVar("discount");

        public long Last => last;

        public int PaidHundredths => paidHundredths;

        public void Count(IntVar variable, long units) => _units.Add(variable, units);

        public void Close()
        {
            model.Add(_units.Sum >= Holds * first);
            model.Add(_units.Sum <= Holds * last);
        }
    }
}
