namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>The Shapley value of many members under one tariff, by the distribution of the pooled quantity instead of by groups. Each member is
/// met by every other with probability <c>t</c>; the mean of what it then adds, over <c>t</c> from 0 to 1, is its value (Owen, "Multilinear
/// extensions of games", 1972). The integrand is a polynomial of degree below the number of members, so Gauss and Legendre's rule with half as
/// many nodes is exact but for floating point; fewer nodes are taken only as long as twice as many say the same to the hundredth of a minor unit.</summary>
public static class PooledShapley
{
    /// <summary>Members x pooled units that are computed.</summary>
    public const long MostWork = 20_000_000;

    private const int MostNodes = 256;
    private const double Negligible = 1e-24;

    /// <param name="tolerance">In the currency's major unit: how near two rules have to be.</param>
    /// <returns>The shares as the best there is of floating point, and whether they are sure to the tolerance.</returns>
    public static (IReadOnlyList<double> Shares, bool IsSure) Of(TariffGame game, double tolerance, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(game);
        var pooled = game.Quantities.Sum();
        if (pooled * game.Members > MostWork)
            throw GameRefusals.TooManyMembers.Because($"Members x pooled units are at most {MostWork}.");

        var costs = new double[pooled + 1];
        for (var quantity = 0L; quantity <= pooled; quantity++)
        {
            var cost = game.Tariff.CostOf(quantity)
                ?? throw GameRefusals.CannotBeSupplied.Because("A group is below the least quantity of the tariff, and this method needs the cost of each.");
            costs[quantity] = (double)cost.Numerator / (double)cost.Denominator;
        }

        var exact = (game.Members + 1) / 2;
        var previous = Integrate(game, costs, Math.Min(exact, 32), ct);
        for (var nodes = Math.Min(exact, 64); ; nodes = Math.Min(exact, nodes * 2))
        {
            var shares = Integrate(game, costs, nodes, ct);
            var isSure = nodes == exact || shares.Zip(previous).All(pair => Math.Abs(pair.First - pair.Second) < tolerance);
            if (isSure || nodes >= MostNodes)
                return (shares, isSure);
            previous = shares;
        }
    }

    private static double[] Integrate(TariffGame game, double[] costs, int nodes, CancellationToken ct)
    {
        var distinct = game.Quantities.Distinct().ToArray();
        var means = distinct.ToDictionary(quantity => quantity, _ => 0.0);
        var without = new double[costs.Length];
        foreach (var (t, weight) in GaussLegendre(nodes))
        {
            ct.ThrowIfCancellationRequested();
            var all = Distribution(game.Quantities, costs.Length, t);
            foreach (var quantity in distinct)
            {
                TakeOut(all, without, (int)quantity, t);
                var mean = 0.0;
                for (var q = 0; q + quantity < costs.Length; q++)
                    mean += without[q] * (costs[q + quantity] - costs[q]);
                means[quantity] += weight * mean;
            }
        }

        return [.. game.Quantities.Select(quantity => means[quantity])];
    }

    /// <summary>How likely each pooled quantity is when every member is in with probability t. What is too unlikely to matter is cut off at both
    /// ends: the quantities that are likely are few.</summary>
    private static double[] Distribution(IReadOnlyList<long> quantities, int length, double t)
    {
        var likely = new double[length];
        (likely[0], var low, var high) = (1, 0, 0);
        foreach (var quantity in quantities)
        {
            var step = (int)quantity;
            high += step;
            for (var q = high; q >= low; q--)
                likely[q] = (likely[q] * (1 - t)) + (q - step >= low ? likely[q - step] * t : 0);
            while (low < high && likely[low] < Negligible)
                likely[low++] = 0;
            while (high > low && likely[high] < Negligible)
                likely[high--] = 0;
        }

        return likely;
    }

    /// <summary>The same without one member: the factor is divided out from the side on which errors shrink.</summary>
    private static void TakeOut(double[] all, double[] without, int quantity, double t)
    {
        if (t <= 0.5)
        {
            for (var q = 0; q < all.Length; q++)
                without[q] = (all[q] - (q >= quantity ? t * without[q - quantity] : 0)) / (1 - t);
            return;
        }

        for (var q = all.Length - 1; q >= 0; q--)
            without[q] = q + quantity < all.Length ? (all[q + quantity] - ((1 - t) * without[q + quantity])) / t : 0;
    }

    /// <summary>Nodes and weights on 0 to 1: the roots of the Legendre polynomial by Newton's method.</summary>
    private static IEnumerable<(double Node, double Weight)> GaussLegendre(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope;
            for (var step = 0; ; step++)
            {
                var (before, value) = (1.0, x);
                for (var k = 2; k <= count; k++)
                    (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
                slope = count == 1 ? 1 : count * ((x * value) - before) / ((x * x) - 1);
                var shift = count == 1 ? x : value / slope;
                x -= shift;
                if (Math.Abs(shift) < 1e-15 || step == 100)
                    break;
            }

            yield return ((1 + x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }
    }
}
