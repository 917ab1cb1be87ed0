using System.Globalization;
using System.Numerics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>What a group would pay on its own.</summary>
/// <param name="Cost">In the currency's major unit, exact; null when the group cannot be supplied.</param>
/// <param name="IsKnown">False when the least cost was not found in time.</param>
public readonly record struct GroupCost(Fraction? Cost, bool IsKnown)
{
    public static readonly GroupCost Unknown;
}

/// <summary><c>C(S)</c>: the least cost at which the awarded bids supply a group. In closed form where there is nothing to choose, else by the
/// solver, whose answer is priced and checked apart from it. Remembers what groups of the same demand cost.</summary>
public sealed class GroupCosts(SupplyGame game, SolverOptions options, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, GroupCost> _known = new(StringComparer.Ordinal);

    public SupplyGame Game => game;

    /// <param name="group">Places of members.</param>
    public GroupCost Of(IEnumerable<int> group)
    {
        var demand = game.DemandOf(group);
        var key = string.Join(' ', demand.Quantities.Zip(demand.Members, (quantity, members) => string.Create(CultureInfo.InvariantCulture, $"{quantity}:{members}")));
        if (!_known.TryGetValue(key, out var cost))
            _known.Add(key, cost = Compute(demand));
        return cost;
    }

    private GroupCost Compute(GroupDemand demand)
    {
        if (demand.Quantities.All(quantity => quantity == 0))
            return new GroupCost(Fraction.Zero, true);
        if (game.Terms.IsForced)
            return new GroupCost(ForcedSupply.CostOf(game.Terms, demand), true);

        var problem = ProblemOf(demand);
        if (Impossibilities.WithoutBid(problem).Count > 0)
            return new GroupCost(null, true);
        try
        {
            return Solve(problem);
        }
        catch (DomainException e) when (e.Refusal == OptimumRefusals.NotFoundInTime)
        {
            return GroupCost.Unknown;
        }
    }

    private GroupCost Solve(OptimumProblem problem)
    {
        var search = new Search(options, new SolverControl(), cancellationToken);
        var parts = new List<PartialAward>();
        foreach (var part in Coupling.Split(problem))
        {
            if (PartialAward.Find(part, search, null, BigInteger.Zero, BigInteger.Zero) is not { } found)
                return new GroupCost(null, true);
            if (!found.IsProved)
                return GroupCost.Unknown;
            parts.Add(found);
        }

        var choice = new OptimumChoice(
            parts.SelectMany(part => part.Choice.Quantities).ToDictionary(), parts.SelectMany(part => part.Choice.Packages).ToHashSet());
        var award = OptimumPricing.Price(problem, choice);
        OptimumChecker.Require(problem, new OptimumResult(OptimumOutcome.ProvedOptimal, award, award.Evaluated, []));
        return new GroupCost(new Fraction(award.Evaluated, BigInteger.Pow(10, OptimumAward.Decimals)), true);
    }

    /// <summary>The awarded bids at the group's demand. A package is only for a group that needs something of each of its lots.</summary>
    private OptimumProblem ProblemOf(GroupDemand demand)
    {
        var terms = game.Terms;
        var lots = terms.Lots.Select((lot, i) => (lot, i)).Where(x => demand.Quantities[x.i] > 0)
            .Select(x => new OptimumLot(x.lot.Id, ForcedSupply.InPacks(demand.Quantities[x.i], x.lot.PackSize), demand.Members[x.i], x.lot.Periods))
            .ToList();
        var ids = lots.Select(lot => lot.Id).ToHashSet(StringComparer.Ordinal);
        var bids = terms.Bids
            .Select(bid => bid with
            {
                Offers = [.. bid.Offers.Where(offer => ids.Contains(offer.LotId))],
                Packages = [.. bid.Packages.Where(package => package.Units.All(units => ids.Contains(units.LotId)))],
            })
            .Where(bid => bid.Offers.Count + bid.Packages.Count > 0);
        return new OptimumProblem(terms.Currency, lots, bids, new OptimumRules(OverbuyLimit: terms.OverbuyLimit));
    }
}
