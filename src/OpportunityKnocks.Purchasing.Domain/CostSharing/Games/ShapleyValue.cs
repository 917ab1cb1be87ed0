using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>What a member adds to the cost on average over all orders in which members could join (Shapley 1953). Exact, by looking at every
/// group.</summary>
public static class ShapleyValue
{
    public static IReadOnlyList<Fraction> Of(CostGame game, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(game);
        game.RequireAtMost(CostGame.MostForEnumeration, "The exact Shapley value");
        var (n, everyone) = (game.Members, game.Everyone);

        // All costs as whole numbers of one common part, so that the sums are of integers.
        var costs = new Fraction[everyone + 1];
        for (var group = 1; group <= everyone; group++)
            costs[group] = game.RequireCost(group);
        var common = costs.Skip(1).Aggregate(BigInteger.One, (all, cost) => all / BigInteger.GreatestCommonDivisor(all, cost.Denominator) * cost.Denominator);
        var whole = Array.ConvertAll(costs, cost => cost.Numerator * (common / cost.Denominator));

        var orders = new BigInteger[n + 1];
        orders[0] = 1;
        for (var i = 1; i <= n; i++)
            orders[i] = orders[i - 1] * i;
        var added = new BigInteger[n];
        for (var group = 0; group <= everyone; group++)
        {
            if ((group & 0xFFF) == 0)
                ct.ThrowIfCancellationRequested();
            var size = BitOperations.PopCount((uint)group);
            for (var member = 0; member < n; member++)
            {
                if ((group >> member & 1) == 0)
                    added[member] += orders[size] * orders[n - size - 1] * (whole[group | (1 << member)] - whole[group]);
            }
        }

        return [.. added.Select(sum => new Fraction(sum, orders[n] * common))];
    }
}
