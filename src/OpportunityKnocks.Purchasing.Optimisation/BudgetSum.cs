using System.Numerics;
using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>What an award costs as it will be paid, each line rounded half up to the minor unit, held against the budget.</summary>
internal sealed class BudgetSum(CpModel model, Money budget)
{
    private readonly WideSum _minorUnits = new();

    public void Add(BoolVar due, BigInteger minorUnits) => _minorUnits.Add(due, minorUnits, 1);

    /// <param name="line">One period's exact price, in 10^-8 of the major unit.</param>
    public void AddLine(WideSum line, int periods)
    {
        BigInteger minor = 100_000_000 / budget.Currency.MinorUnitsPerUnit;
        var divisor = line.Divisor(and: minor / 2);
        var largest = line.Reach / minor;
        if (line.Reach / divisor >= Limits.Reach || largest * periods >= Limits.Reach)
            throw OptimumRefusals.AmountsTooLarge.Because("With a budget, amounts must be smaller.");

        // rounded x minor <= line + minor / 2 < (rounded + 1) x minor
        var rounded = model.NewIntVar(0, (long)largest + 1, "rounded");
        model.AddLinearConstraint(
            line.DividedBy(divisor).Sum + (long)(minor / 2 / divisor) - (rounded * (long)(minor / divisor)), 0, (long)(minor / divisor) - 1);
        _minorUnits.Add(rounded, periods, (long)largest + 1);
    }

    public void Close()
    {
        if (_minorUnits.Reach >= Limits.Reach)
            throw OptimumRefusals.AmountsTooLarge.Because("With a budget, amounts must be smaller.");
        model.AddLinearConstraint(_minorUnits.DividedBy(BigInteger.One).Sum, 0, budget.MinorUnits);
    }
}
