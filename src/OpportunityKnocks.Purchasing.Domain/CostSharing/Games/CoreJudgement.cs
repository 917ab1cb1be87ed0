using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>Whether a group of members would do better on its own.</summary>
public enum CoreStatus
{
    /// <summary>No group would: the shares are in the core.</summary>
    Proved,
    Blocked,

    /// <summary>There are too many groups, or too little time, to say.</summary>
    NotFoundInTime,
}

/// <param name="BlockingGroup">The places of the members of the group with the largest gain; empty when none gains.</param>
/// <param name="Gain">What it pays more than it would on its own.</param>
/// <param name="CoreIsEmpty">Whether every way to share is blocked by some group; null when that is not known.</param>
public sealed record CoreJudgement(CoreStatus Status, IReadOnlyList<int> BlockingGroup, Fraction Gain, bool? CoreIsEmpty)
{
    private const int MostForEmptiness = 10;
    private const long MostWork = 4_000_000;

    /// <summary>Judges exact shares (Gillies, "Solutions to general non-zero-sum games", 1959).</summary>
    public static CoreJudgement Of(CostGame game, IReadOnlyList<Fraction> shares, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (Worst(game, shares, ct) is not var (group, gain))
            return new CoreJudgement(CoreStatus.NotFoundInTime, [], Fraction.Zero, null);
        return gain <= Fraction.Zero
            ? new CoreJudgement(CoreStatus.Proved, [], Fraction.Zero, false)
            : new CoreJudgement(CoreStatus.Blocked, group, gain, IsEmpty(game, ct));
    }

    /// <summary>The group with the largest gain; null when there are too many to look at.</summary>
    public static (IReadOnlyList<int> Group, Fraction Gain)? Worst(CostGame game, IReadOnlyList<Fraction> shares, CancellationToken ct) => game switch
    {
        TariffGame tariff when tariff.Quantities.Sum() * game.Members <= MostWork => WorstByQuantity(tariff, shares, ct),
        _ when game.Members <= CostGame.MostForEnumeration => WorstByEnumeration(game, shares, ct),
        _ => null,
    };

    private static (IReadOnlyList<int>, Fraction) WorstByEnumeration(CostGame game, IReadOnlyList<Fraction> shares, CancellationToken ct)
    {
        var (best, gain) = (0, Fraction.Zero);
        for (var group = 1; group < game.Everyone; group++)
        {
            if ((group & 0xFFF) == 0)
                ct.ThrowIfCancellationRequested();
            var pays = Fraction.Zero;
            for (var member = 0; member < game.Members; member++)
                pays += (group >> member & 1) == 1 ? shares[member] : Fraction.Zero;
            if (game.CostOf(group) is { } cost && pays - cost > gain)
                (best, gain) = (group, pays - cost);
        }

        return ([.. Enumerable.Range(0, game.Members).Where(member => (best >> member & 1) == 1)], gain);
    }

    /// <summary>Under one tariff only a group's quantity decides its cost: for each quantity the group that pays most, as one packs a knapsack.
    /// Exact, and all groups at once.</summary>
    private static (IReadOnlyList<int>, Fraction) WorstByQuantity(TariffGame game, IReadOnlyList<Fraction> shares, CancellationToken ct)
    {
        var common = shares.Aggregate(BigInteger.One, (all, share) => all / BigInteger.GreatestCommonDivisor(all, share.Denominator) * share.Denominator);
        var whole = shares.Select(share => share.Numerator * (common / share.Denominator)).ToArray();
        var length = (int)game.Quantities.Sum() + 1;
        var pays = new BigInteger?[length];
        pays[0] = BigInteger.Zero;
        var isIn = new System.Collections.BitArray[game.Members];
        var top = 0;
        for (var member = 0; member < game.Members; member++)
        {
            ct.ThrowIfCancellationRequested();
            var quantity = (int)game.Quantities[member];
            top += quantity;
            isIn[member] = new System.Collections.BitArray(top + 1);
            for (var q = top; q >= quantity; q--)
            {
                if (pays[q - quantity] is { } before && (pays[q] is not { } now || before + whole[member] > now))
                    (pays[q], isIn[member][q]) = (before + whole[member], true);
            }
        }

        var (best, gain) = (0, Fraction.Zero);
        for (var q = 1; q < length; q++)
        {
            if (pays[q] is { } most && game.Tariff.CostOf(q) is { } cost && new Fraction(most, common) - cost is var saved && saved > gain)
                (best, gain) = (q, saved);
        }

        var group = new List<int>();
        for (var (member, q) = (game.Members - 1, best); member >= 0 && q > 0; member--)
        {
            if (q < isIn[member].Length && isIn[member][q])
            {
                group.Add(member);
                q -= (int)game.Quantities[member];
            }
        }

        group.Reverse();
        return (group, gain);
    }

    private static bool? IsEmpty(CostGame game, CancellationToken ct)
    {
        if (game.Members > MostForEmptiness)
        {
            // The same price for everyone is often enough to show that some way to share is not blocked.
            return game is TariffGame && Worst(game, Sharing.Share(game, SharingMethod.PoolRate, ct), ct) is var (_, gain) && gain <= Fraction.Zero ? false : null;
        }

        // Groups that cannot be supplied alone cannot block.
        var open = Enumerable.Range(1, game.Everyone - 1).Where(group => game.CostOf(group) is not null).ToArray();
        return open.Length > 0 && LeastExcess.Solve(game, open, [(game.Everyone, game.Total)], ct).Excess < Fraction.Zero;
    }
}
