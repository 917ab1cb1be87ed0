namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>How a joint cost is shared.</summary>
public enum SharingMethod
{
    /// <summary>The same price for every unit.</summary>
    PoolRate,
    Equal,
    ProportionalToStandAlone,

    /// <summary>Shapley, "A value for n-person games" (1953).</summary>
    Shapley,

    /// <summary>Moulin and Shenker, "Serial cost sharing" (1992).</summary>
    Serial,

    /// <summary>Separable costs, remaining benefits: the alternate cost avoided method (Straffin and Heaney, "Game theory and the Tennessee
    /// Valley Authority", 1981).</summary>
    SeparableCosts,

    /// <summary>Schmeidler, "The nucleolus of a characteristic function game" (1969); here the prenucleolus.</summary>
    Nucleolus,
}

/// <summary>The exact shares a method gives, in the order of the members.</summary>
public static class Sharing
{
    /// <exception cref="DomainException">One of <see cref="GameRefusals"/>.</exception>
    public static IReadOnlyList<Fraction> Share(CostGame game, SharingMethod method, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(game);
        return method switch
        {
            SharingMethod.PoolRate => InProportion(game.Total, Quantities(game)),
            SharingMethod.Equal => InProportion(game.Total, [.. Enumerable.Repeat(new Fraction(1, 1), game.Members)]),
            SharingMethod.ProportionalToStandAlone => InProportion(game.Total, [.. StandAlones(game)]),
            SharingMethod.Shapley => ShapleyValue.Of(game, ct),
            SharingMethod.Serial => Serial(game),
            SharingMethod.SeparableCosts => SeparableCosts(game),
            SharingMethod.Nucleolus => PreNucleolus.Of(game, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
    }

    private static IReadOnlyList<Fraction> InProportion(Fraction total, Fraction[] weights)
    {
        var sum = weights.Aggregate(Fraction.Zero, (all, weight) => all + weight);
        if (sum == Fraction.Zero)
        {
            return total == Fraction.Zero
                ? [.. weights.Select(_ => Fraction.Zero)]
                : throw GameRefusals.NoWeights.Because("The weights add up to nothing, but the cost does not.");
        }

        return [.. weights.Select(weight => total * weight / sum)];
    }

    private static Fraction[] Quantities(CostGame game) => game is TariffGame tariff
        ? [.. tariff.Quantities.Select(quantity => new Fraction(quantity, 1))]
        : throw GameRefusals.NeedsTariff.Because("Give a tariff with the members' quantities, or choose another method.");

    private static IEnumerable<Fraction> StandAlones(CostGame game) => Enumerable.Range(0, game.Members).Select(member =>
        game.StandAlone(member) ?? throw GameRefusals.CannotBeSupplied.Because("A member is below the least quantity of the tariff on its own."));

    /// <summary>Members in the order of their quantities; each step up from one quantity to the next is paid in equal parts by those who take
    /// it: <c>y_k = q_1 + ... + q_k-1 + (n - k + 1) q_k</c>.</summary>
    private static Fraction[] Serial(CostGame game)
    {
        if (game is not TariffGame tariff)
            throw GameRefusals.NeedsTariff.Because("Give a tariff with the members' quantities, or choose another method.");

        var order = Enumerable.Range(0, game.Members).OrderBy(member => tariff.Quantities[member]).ToArray();
        var shares = new Fraction[game.Members];
        var (below, share, cost) = (0L, Fraction.Zero, Fraction.Zero);
        for (var k = 0; k < order.Length; k++)
        {
            var quantity = tariff.Quantities[order[k]];
            var level = tariff.Tariff.CostOf(checked(below + ((order.Length - k) * quantity)))
                ?? throw GameRefusals.CannotBeSupplied.Because("A step of the serial rule is below the least quantity of the tariff.");
            share += (level - cost) / new Fraction(order.Length - k, 1);
            shares[order[k]] = share;
            (below, cost) = (below + quantity, level);
        }

        return shares;
    }

    /// <summary>Each pays what it adds to the others' cost; the rest is shared in proportion to what each would save on its own.</summary>
    private static IReadOnlyList<Fraction> SeparableCosts(CostGame game)
    {
        var separable = Enumerable.Range(0, game.Members).Select(member => game.Total - Without(game, member)).ToArray();
        var alone = StandAlones(game).ToArray();
        var rest = separable.Aggregate(game.Total, (left, cost) => left - cost);
        var parts = InProportion(rest, [.. alone.Select((cost, member) => cost - separable[member])]);
        return [.. parts.Select((part, member) => separable[member] + part)];
    }

    private static Fraction Without(CostGame game, int member) => (game is TariffGame tariff
        ? tariff.Tariff.CostOf(tariff.Quantities.Sum() - tariff.Quantities[member])
        : game.CostOf(game.Everyone & ~(1 << member)))
        ?? throw GameRefusals.CannotBeSupplied.Because("All but one member are below the least quantity of the tariff.");
}
