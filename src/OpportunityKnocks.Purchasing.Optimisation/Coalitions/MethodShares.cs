using System.Numerics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>What each member of a round would pay by a method of <see cref="SharingMethod"/>, over all lots.</summary>
public static class MethodShares
{
    /// <summary>So many members when every group has to be supplied by the solver.</summary>
    private const int MostWithChoices = 8;

    // Floating point is written in parts of the major unit.
    private const long Part = 1_000_000_000;

    /// <param name="pooled">What the pool rate gives, lot by lot, exact: also what sums to the total.</param>
    /// <returns>They sum to the total.</returns>
    /// <exception cref="DomainException">One of <see cref="GameRefusals"/>: the method cannot be used for this round.</exception>
    public static IReadOnlyList<Fraction> Of(GroupCosts costs, SharingMethod method, IReadOnlyList<Fraction> pooled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var total = Sum(pooled);
        var shares = method switch
        {
            SharingMethod.PoolRate => pooled,
            SharingMethod.Equal => [.. pooled.Select(_ => total / new Fraction(pooled.Count, 1))],
            SharingMethod.ProportionalToStandAlone => InProportion(total, Alone(costs)),
            SharingMethod.SeparableCosts => SeparableCosts(costs),
            SharingMethod.Serial => LotByLot(costs, method, cancellationToken)
                ?? throw GameRefusals.NeedsTariff.Because("The serial rule needs lots that nothing ties together, each with one supplier and not bought in packs."),
            SharingMethod.Shapley => LotByLot(costs, method, cancellationToken) ?? ByTable(costs, method, cancellationToken),
            SharingMethod.Nucleolus => ByTable(costs, method, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };

        // The award's lines are rounded; the methods' costs are not.
        return Sum(shares) == total ? shares : InProportion(total, shares);
    }

    private static IReadOnlyList<Fraction>? LotByLot(GroupCosts costs, SharingMethod method, CancellationToken cancellationToken)
    {
        if (LotTariffs.Of(costs.Game) is not { } lots)
            return null;
        var shares = new Fraction[costs.Game.Members.Count];
        foreach (var lot in lots)
        {
            var isLarge = method == SharingMethod.Shapley && lot.Game.Members > CostGame.MostForEnumeration;
            var inLot = isLarge ? Approximate(lot.Game, cancellationToken) : Sharing.Share(lot.Game, method, cancellationToken);
            foreach (var (member, share) in lot.Members.Zip(inLot))
                shares[member] += (share * lot.Scale) + lot.FeePerMember;
        }

        return shares;
    }

    private static IEnumerable<Fraction> Approximate(TariffGame game, CancellationToken cancellationToken)
    {
        var (shares, isSure) = PooledShapley.Of(game, 0.0001, cancellationToken);
        return isSure
            ? shares.Select(share => new Fraction(new BigInteger(Math.Round(share * Part)), Part))
            : throw GameRefusals.TooManyMembers.Because("The Shapley value could not be made sure to the minor unit.");
    }

    private static IReadOnlyList<Fraction> ByTable(GroupCosts costs, SharingMethod method, CancellationToken cancellationToken)
    {
        var members = costs.Game.Members.Count;
        var most = method == SharingMethod.Nucleolus ? PreNucleolus.MostMembers : CoreSearch.MostForEnumeration;
        most = costs.Game.Terms.IsForced ? most : Math.Min(most, MostWithChoices);
        if (members > most)
            throw GameRefusals.TooManyMembers.Because($"For this round the method takes at most {most} members; there are {members}.");

        var table = new Fraction[1 << members];
        for (var bits = 1; bits < table.Length; bits++)
            table[bits] = Require(costs, [.. Enumerable.Range(0, members).Where(i => (bits >> i & 1) == 1)]);
        return Sharing.Share(new TableGame(members, table), method, cancellationToken);
    }

    private static IReadOnlyList<Fraction> SeparableCosts(GroupCosts costs)
    {
        var everyone = costs.Game.Everyone;
        var total = Require(costs, everyone);
        Fraction[] separable = [.. everyone.Select(member => total - (everyone.Count == 1 ? Fraction.Zero : Require(costs, [.. everyone.Where(other => other != member)])))];
        var rest = total - Sum(separable);
        var parts = InProportion(rest, [.. Alone(costs).Select((alone, member) => alone - separable[member])]);
        return [.. parts.Select((part, member) => separable[member] + part)];
    }

    private static Fraction[] Alone(GroupCosts costs) => [.. costs.Game.Everyone.Select(member => Require(costs, [member]))];

    private static Fraction Require(GroupCosts costs, IReadOnlyList<int> group) => costs.Of(group) switch
    {
        { IsKnown: false } => throw GameRefusals.TooManyMembers.Because("What a group would pay was not found in time."),
        { Cost: null } => throw GameRefusals.CannotBeSupplied.Because(
            group.Count == 1 ? "A member cannot be supplied on its own." : "A group the method has to know of cannot be supplied on its own."),
        { Cost: { } cost } => cost,
    };

    private static IReadOnlyList<Fraction> InProportion(Fraction total, IReadOnlyList<Fraction> weights)
    {
        var sum = Sum(weights);
        if (sum != Fraction.Zero)
            return [.. weights.Select(weight => total * weight / sum)];
        return total == Fraction.Zero
            ? [.. weights.Select(_ => Fraction.Zero)]
            : throw GameRefusals.NoWeights.Because("There is nothing to share the cost by.");
    }

    private static Fraction Sum(IEnumerable<Fraction> parts) => parts.Aggregate(Fraction.Zero, (sum, part) => sum + part);
}
