namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>What every group of members would pay on its own: the ground on which a joint cost is shared. Members are known by their place in
/// the order of their ids; a group is a set of bits. Costs are in the currency's major unit, exact.</summary>
public abstract class CostGame
{
    /// <summary>Methods that look at every group take this many members at the most.</summary>
    public const int MostForEnumeration = 20;

    private protected CostGame(int members) => Members = members;

    public int Members { get; }

    public int Everyone => Members <= 30 ? (1 << Members) - 1 : throw GameRefusals.TooManyMembers.Because("There are too many members to look at every group.");

    /// <summary>What all pay together.</summary>
    /// <exception cref="DomainException"><see cref="GameRefusals.CannotBeSupplied"/></exception>
    public Fraction Total => CostOfAll() ?? throw GameRefusals.CannotBeSupplied.Because("All members together are below the least quantity of the tariff.");

    /// <returns>Null when the group cannot be supplied on its own.</returns>
    public abstract Fraction? CostOf(int group);

    /// <returns>Null when the member cannot be supplied on its own.</returns>
    public abstract Fraction? StandAlone(int member);

    private protected abstract Fraction? CostOfAll();

    internal void RequireAtMost(int members, string what)
    {
        if (Members > members)
            throw GameRefusals.TooManyMembers.Because($"{what} takes at most {members} members; there are {Members}.");
    }

    internal Fraction RequireCost(int group) =>
        CostOf(group) ?? throw GameRefusals.CannotBeSupplied.Because("A group is below the least quantity of the tariff, and this method needs the cost of each.");
}

/// <summary>The costs of all groups, given by hand: for shared services whose cost depends on who joins. A negative cost is a gain.</summary>
public sealed class TableGame : CostGame
{
    private readonly Fraction[] _costs;

    /// <param name="costs">By the group's bits; the empty group's is not looked at.</param>
    public TableGame(int members, IReadOnlyList<Fraction> costs)
        : base(members)
    {
        if (costs.Count != 1 << members)
            throw new ArgumentException("Every group has a cost.", nameof(costs));
        _costs = [.. costs];
        _costs[0] = Fraction.Zero;
    }

    public override Fraction? CostOf(int group) => _costs[group];

    public override Fraction? StandAlone(int member) => _costs[1 << member];

    private protected override Fraction? CostOfAll() => _costs[Everyone];
}

/// <summary>One tariff for the pooled quantity.</summary>
public sealed class TariffGame : CostGame
{
    private readonly long[] _quantities;

    /// <param name="quantities">Of each member, at least 1.</param>
    public TariffGame(IReadOnlyList<long> quantities, Tariff tariff)
        : base(quantities.Count) => (_quantities, Tariff) = ([.. quantities], tariff);

    public Tariff Tariff { get; }

    public IReadOnlyList<long> Quantities => _quantities;

    public override Fraction? CostOf(int group)
    {
        var quantity = 0L;
        for (var member = 0; member < Members; member++)
            quantity += (group >> member & 1) * _quantities[member];
        return Tariff.CostOf(quantity);
    }

    public override Fraction? StandAlone(int member) => Tariff.CostOf(_quantities[member]);

    private protected override Fraction? CostOfAll() => Tariff.CostOf(_quantities.Sum());
}
