using System.Security.Cryptography;
using System.Text;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Pooling;

/// <summary>What one need asks of a lot.</summary>
/// <param name="Id">The need's; ties go to the smallest, ordinal.</param>
/// <param name="Quantity">Units per period, at least 1.</param>
/// <param name="Tolerance">How many more its member would accept, to fill a pack.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
public readonly record struct Ask(string Id, long Quantity, long Tolerance, DateTimeOffset SubmittedAt);

/// <summary>How a lot is pooled.</summary>
/// <param name="PackSize">Units; only whole packs are ordered.</param>
/// <param name="Fairness">How a shortfall to whole packs is shared.</param>
/// <param name="Seed">Of the lottery; published with its result, so that anybody can draw again.</param>
public sealed record PoolingRules(long PackSize, FairnessPolicy Fairness, string Seed);

/// <summary>How the order meets what was asked.</summary>
public enum PackFit
{
    /// <summary>The sum is a whole number of packs.</summary>
    Exact,

    /// <summary>One pack more: the members' tolerances fill it.</summary>
    Filled,

    /// <summary>The units over the last whole pack are not ordered.</summary>
    CutBack,
}

/// <param name="Allotted">Units per period; 0 when nothing is left for it.</param>
public readonly record struct Allotment(string Id, long Asked, long Tolerance, long Allotted);

/// <summary>A lot's order, and what everyone gets of it.</summary>
/// <param name="Asked">The sum of what was asked.</param>
/// <param name="Packs">How many whole packs are ordered.</param>
/// <param name="Order">Units: packs x pack size.</param>
/// <param name="Difference">Units over what was asked (filled), or short of it (cut back).</param>
/// <param name="Allotments">In the order of the ids.</param>
/// <param name="Draw">The ids in the order the lottery drew them; null where there was none.</param>
/// <param name="Explanation">In words.</param>
public sealed record PooledLot(
    long Asked, long Packs, long Order, PackFit Fit, long Difference, IReadOnlyList<Allotment> Allotments, IReadOnlyList<string>? Draw, string Explanation);

/// <summary>Makes whole packs of what members ask: <c>floor(sum / pack size)</c> packs, or one more when the tolerances can fill it. A pure
/// function; the order of the input does not matter.
/// <para>Units over what was asked are shared in proportion to the tolerances, a shortfall by the round's policy; both by largest remainders,
/// so that nobody gets more than quantity + tolerance, or, when cut back, more than it asked. The lottery orders ids by SHA-256 of
/// <c>seed:id</c> in UTF-8; in its order, or in that of submission, each gets all it asked until the packs are used up.</para></summary>
public static class LotPooling
{
    /// <exception cref="ArgumentException">An id comes twice, a quantity or the pack size is below 1, or a tolerance below 0.</exception>
    public static PooledLot Pool(IReadOnlyCollection<Ask> asks, PoolingRules rules)
    {
        ArgumentNullException.ThrowIfNull(asks);
        ArgumentNullException.ThrowIfNull(rules);
        var sorted = asks.OrderBy(ask => ask.Id, StringComparer.Ordinal).ToArray();
        Require(sorted, rules);

        var asked = sorted.Aggregate(0L, (sum, ask) => checked(sum + ask.Quantity));
        var tolerance = sorted.Aggregate(Int128.Zero, (sum, ask) => sum + ask.Tolerance);
        var (packs, over) = Math.DivRem(asked, rules.PackSize);
        if (over == 0)
            return Result(sorted, Array.ConvertAll(sorted, ask => ask.Quantity), rules, packs, null);
        if (rules.PackSize - over <= tolerance)
            return Result(sorted, Fill(sorted, rules.PackSize - over), rules, packs + 1, null);

        var draw = rules.Fairness == FairnessPolicy.Lottery ? Draw(sorted, rules.Seed) : null;
        return Result(sorted, CutBack(sorted, packs * rules.PackSize, rules.Fairness, draw), rules, packs, draw);
    }

    private static long[] Fill(Ask[] asks, long extra)
    {
        // Exact parts never exceed the tolerance, and a part with a fraction has room for one unit more.
        var parts = InProportion(extra, Array.ConvertAll(asks, ask => ask.Tolerance));
        return [.. asks.Select((ask, i) => ask.Quantity + parts[i])];
    }

    private static long[] CutBack(Ask[] asks, long order, FairnessPolicy fairness, int[]? draw) => fairness switch
    {
        FairnessPolicy.ProRata => InProportion(order, Array.ConvertAll(asks, ask => ask.Quantity)),
        FairnessPolicy.Equal => Level(asks, order),
        FairnessPolicy.EarliestFirst => InTurn(asks, order, [.. Enumerable.Range(0, asks.Length).OrderBy(i => asks[i].SubmittedAt).ThenBy(i => i)]),
        FairnessPolicy.Lottery => InTurn(asks, order, draw!),
        _ => throw new ArgumentOutOfRangeException(nameof(fairness)),
    };

    private static long[] InProportion(long total, long[] weights)
    {
        // The places stand for the ids, which they are in the order of.
        var allocation = Allocation.Allocate(total, [.. weights.Select((weight, i) => (new Guid(i, 0, 0, new byte[8]), weight))]);
        return [.. allocation.Entries.Select(entry => entry.Amount)];
    }

    /// <summary>As equal as quantities allow: nobody gets more than it asked, and whoever gets less than another asked for no more, but for the one
    /// unit that cannot be divided; that goes to the smallest ids.</summary>
    private static long[] Level(Ask[] asks, long order)
    {
        var ascending = asks.Select(ask => ask.Quantity).Order().ToArray();
        var (left, level) = (order, 0L);
        for (var i = 0; i < ascending.Length; i++)
        {
            level = left / (ascending.Length - i);
            if (ascending[i] > level)
                break;
            left -= ascending[i];
        }

        var parts = Array.ConvertAll(asks, ask => Math.Min(ask.Quantity, level));
        var over = order - parts.Sum();
        for (var i = 0; over > 0; i++)
        {
            if (asks[i].Quantity > level)
                (parts[i], over) = (level + 1, over - 1);
        }

        return parts;
    }

    private static long[] InTurn(Ask[] asks, long order, int[] turns)
    {
        var parts = new long[asks.Length];
        foreach (var turn in turns)
        {
            parts[turn] = Math.Min(asks[turn].Quantity, order);
            order -= parts[turn];
        }

        return parts;
    }

    private static int[] Draw(Ask[] asks, string seed)
    {
        var tickets = Array.ConvertAll(asks, ask => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{ask.Id}"))));
        return [.. Enumerable.Range(0, asks.Length).OrderBy(i => tickets[i], StringComparer.Ordinal)];
    }

    private static PooledLot Result(Ask[] asks, long[] parts, PoolingRules rules, long packs, int[]? draw)
    {
        var (asked, order) = (asks.Sum(ask => ask.Quantity), packs * rules.PackSize);
        var fit = order == asked ? PackFit.Exact : order > asked ? PackFit.Filled : PackFit.CutBack;
        return new PooledLot(
            asked,
            packs,
            order,
            fit,
            Math.Abs(order - asked),
            [.. asks.Select((ask, i) => new Allotment(ask.Id, ask.Quantity, ask.Tolerance, parts[i]))],
            draw is null ? null : [.. draw.Select(i => asks[i].Id)],
            Explain(fit, asked, packs, order, rules));
    }

    private static string Explain(PackFit fit, long asked, long packs, long order, PoolingRules rules)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var sum = string.Create(culture, $"{asked} units were asked; {packs} packs of {rules.PackSize} are {order} units.");
        return fit switch
        {
            PackFit.Exact => rules.PackSize == 1 ? string.Create(culture, $"{asked} units were asked, and all are ordered.") : $"{sum} They fit.",
            PackFit.Filled => string.Create(culture, $"{sum} The {order - asked} units more are within the members' tolerances."),
            _ => string.Create(culture, $"{sum} The tolerances cannot fill one more; the {asked - order} units short are shared {InWords(rules)}."),
        };
    }

    private static string InWords(PoolingRules rules) => rules.Fairness switch
    {
        FairnessPolicy.ProRata => "in proportion to what each asked",
        FairnessPolicy.Equal => "so that all get as equally much as they asked for",
        FairnessPolicy.EarliestFirst => "by those who asked last",
        FairnessPolicy.Lottery => $"by a lottery with the seed {rules.Seed}",
        _ => throw new ArgumentOutOfRangeException(nameof(rules)),
    };

    private static void Require(Ask[] sorted, PoolingRules rules)
    {
        if (rules.PackSize < 1 || Array.Exists(sorted, ask => ask.Quantity < 1 || ask.Tolerance < 0))
            throw new ArgumentException("Quantities and the pack size are at least 1, tolerances at least 0.", nameof(sorted));
        for (var i = 1; i < sorted.Length; i++)
        {
            if (string.Equals(sorted[i - 1].Id, sorted[i].Id, StringComparison.Ordinal))
                throw new ArgumentException("An id comes twice.", nameof(sorted));
        }
    }
}
