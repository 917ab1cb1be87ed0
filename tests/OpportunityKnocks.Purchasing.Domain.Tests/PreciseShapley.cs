using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>The Shapley value under one tariff a second time, in decimals of 28 digits, with nothing divided out.</summary>
internal static class PreciseShapley
{
    /// <param name="of">The quantities whose members are asked for.</param>
    public static IReadOnlyDictionary<int, decimal> Of(TariffGame game, int nodes, params int[] of)
    {
        var pooled = (int)game.Quantities.Sum();
        var costs = Enumerable.Range(0, pooled + 1).Select(q => game.Tariff.CostOf(q)!.Value).Select(cost => (decimal)cost.Numerator / (decimal)cost.Denominator).ToArray();
        var kinds = game.Quantities.GroupBy(quantity => (int)quantity).ToDictionary(kind => kind.Key, kind => kind.Count());
        var means = of.ToDictionary(kind => kind, _ => 0m);
        foreach (var (t, weight) in Nodes(nodes))
        {
            foreach (var kind in of)
            {
                // Everyone but one member of the kind.
                var likely = new decimal[pooled + 1];
                (likely[0], var low, var high) = (1, 0, 0);
                foreach (var (quantity, count) in kinds)
                {
                    for (var i = 0; i < count - (quantity == kind ? 1 : 0); i++)
                        Join(likely, quantity, t, ref low, ref high);
                }

                var mean = 0m;
                for (var q = low; q <= high; q++)
                    mean += likely[q] * (costs[q + kind] - costs[q]);
                means[kind] += weight * mean;
            }
        }

        return means;
    }

    private static void Join(decimal[] likely, int quantity, decimal t, ref int low, ref int high)
    {
        high += quantity;
        for (var q = high; q >= low; q--)
            likely[q] = (likely[q] * (1 - t)) + (q - quantity >= low ? likely[q - quantity] * t : 0);
        while (low < high && likely[low] < 1e-20m)
            likely[low++] = 0;
        while (high > low && likely[high] < 1e-20m)
            likely[high--] = 0;
    }

    private static IEnumerable<(decimal Node, decimal Weight)> Nodes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var x = (decimal)Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            decimal slope;
            for (var step = 0; ; step++)
            {
                var (before, value) = (1m, x);
                for (var k = 2; k <= count; k++)
                    (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
                slope = count * ((x * value) - before) / ((x * x) - 1);
                x -= value / slope;
                if (Math.Abs(value / slope) < 1e-24m || step == 20)
                    break;
            }

            yield return ((1 + x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }
    }
}
