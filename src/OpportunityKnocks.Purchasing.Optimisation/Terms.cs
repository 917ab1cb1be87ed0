using Google.OrTools.Sat;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>A linear sum that can be read back from a solution.</summary>
internal sealed class Terms
{
    private readonly List<IntVar> _vars = [];
    private readonly List<long> _factors = [];

    public LinearExpr Sum => LinearExpr.WeightedSum(_vars, _factors);

    public Terms Add(IntVar variable, long factor = 1)
    {
        _vars.Add(variable);
        _factors.Add(factor);
        return this;
    }

    public Terms Add(Terms other)
    {
        _vars.AddRange(other._vars);
        _factors.AddRange(other._factors);
        return this;
    }

    public long In(IReadOnlyList<long> solution)
    {
        var sum = 0L;
        for (var i = 0; i < _vars.Count; i++)
            sum = checked(sum + (_factors[i] * solution[_vars[i].GetIndex()]));
        return sum;
    }
}
