using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>Judges whether a group of members would do better on its own (the core: Gillies, "Solutions to general non-zero-sum games", 1959),
/// by the cheapest way there is: every group of a few members, every quantity of one lot, or the solver, which looks for the group with the
/// largest gain as one programme and is never believed without its group's cost having been computed apart.</summary>
public static class CoreSearch
{
    /// <summary>So many members are looked at group by group.</summary>
    public const int MostForEnumeration = 12;

    private const long MostByQuantity = 2_000_000;

    private const int MostKinds = 5_000;

    private const long EvaluationOne = Domain.Awards.Optimum.EvaluationFactor.One;

    /// <param name="shares">What each pays, exact, in the currency's major unit.</param>
    /// <param name="worthwhile">Less than this is no gain: rounding makes as much.</param>
    public static CoreCertificate Judge(
        GroupCosts costs, IReadOnlyList<Fraction> shares, Fraction worthwhile, SolverOptions options, CancellationToken cancellationToken) =>
        Judge(costs, shares, worthwhile, new Search(options, new SolverControl(), cancellationToken), cancellationToken);

    /// <param name="atMost">The solver's time for this judgement, if less than is left.</param>
    internal static CoreCertificate Judge(
        GroupCosts costs, IReadOnlyList<Fraction> shares, Fraction worthwhile, Search search, CancellationToken cancellationToken, double atMost = double.MaxValue)
    {
        var game = costs.Game;
        if (game.Terms.IsForced && game.Members.Count <= MostForEnumeration)
            return ByEnumeration(costs, shares, worthwhile);
        return TariffOf(game) is { } tariff
            ? ByQuantity(costs, tariff, shares, worthwhile, cancellationToken)
            : BySolver(costs, shares, worthwhile, search, atMost);
    }

    private static CoreCertificate ByEnumeration(GroupCosts costs, IReadOnlyList<Fraction> shares, Fraction worthwhile)
    {
        var (best, gain) = (Array.Empty<int>(), Fraction.Zero);
        for (var bits = 1; bits < 1 << shares.Count; bits++)
        {
            var group = Enumerable.Range(0, shares.Count).Where(i => (bits >> i & 1) == 1).ToArray();
            if (costs.Of(group).Cost is { } cost && Pays(shares, group) - cost is var gains && gains > gain)
                (best, gain) = (group, gains);
        }

        return gain < worthwhile
            ? CoreCertificate.Proved(CoreProof.ByEnumeration)
            : CoreCertificate.Blocked(CoreProof.ByEnumeration, best, gain, isLargest: true);
    }

    /// <summary>One lot with one supplier is one tariff; fees per member are the same in every group and taken off first.</summary>
    private static TariffGame? TariffOf(SupplyGame game)
    {
        if (!game.Terms.IsForced || game.Terms.Lots is not [{ PackSize: 1 } lot] || game.Terms.Bids is not [{ Discounts.Count: 0, Offers: [var offer] } bid])
            return null;
        var quantities = game.Members.Select(member => member.Quantities[0]).ToList();
        if (quantities.Exists(quantity => quantity == 0) || quantities.Sum() * quantities.Count > MostByQuantity)
            return null;

        var fee = new Fraction(bid.FixedFee.MinorUnits, game.Terms.Currency.MinorUnitsPerUnit) * new Fraction(bid.FactorMillionths, offer.FactorMillionths);
        var own = new Fraction(offer.FixedFee.MinorUnits, game.Terms.Currency.MinorUnitsPerUnit);
        return new TariffGame(quantities, new Tariff(offer.Prices, (fee + own) / new Fraction(lot.Periods, 1), AllowOverbuy: false));
    }

    private static CoreCertificate ByQuantity(
        GroupCosts costs, TariffGame tariff, IReadOnlyList<Fraction> shares, Fraction worthwhile, CancellationToken cancellationToken)
    {
        var (terms, offer) = (costs.Game.Terms, costs.Game.Terms.Bids[0].Offers[0]);
        var feePerMember = new Fraction(offer.FeePerMember.MinorUnits, terms.Currency.MinorUnitsPerUnit);
        var scale = new Fraction(EvaluationOne, offer.FactorMillionths);
        var perPeriod = shares.Select(share => ((share * scale) - feePerMember) / new Fraction(terms.Lots[0].Periods, 1)).ToArray();
        var (group, _) = CoreJudgement.Worst(tariff, perPeriod, cancellationToken)!.Value;
        return Certify(costs, shares, group, worthwhile, CoreProof.ByQuantity, isLargest: true) ?? CoreCertificate.Proved(CoreProof.ByQuantity);
    }

    private static CoreCertificate BySolver(GroupCosts costs, IReadOnlyList<Fraction> shares, Fraction worthwhile, Search search, double atMost)
    {
        if (MemberKinds.Of(costs.Game, shares).Count > MostKinds)
            return CoreCertificate.NotFound(CoreProof.BySolver);
        var model = new GroupModel(costs.Game, shares);
        var found = search.Run(model.Model, model.Objective.Sum, atMost: atMost);
        if (found.Bound > long.MinValue && model.GainOf(found.Bound) < worthwhile)
            return CoreCertificate.Proved(CoreProof.BySolver);
        var group = found.Solution is null ? [] : model.GroupIn(found.Solution);
        return Certify(costs, shares, group, worthwhile, CoreProof.BySolver, found.IsProved) ?? CoreCertificate.NotFound(CoreProof.BySolver);
    }

    /// <returns>Null when the group, looked at again, gains nothing worthwhile.</returns>
    private static CoreCertificate? Certify(
        GroupCosts costs, IReadOnlyList<Fraction> shares, IReadOnlyList<int> group, Fraction worthwhile, CoreProof proof, bool isLargest) =>
        group.Count > 0 && costs.Of(group) is { IsKnown: true, Cost: { } cost } && Pays(shares, group) - cost is var gain && gain >= worthwhile
            ? CoreCertificate.Blocked(proof, group, gain, isLargest)
            : null;

    internal static Fraction Pays(IReadOnlyList<Fraction> shares, IEnumerable<int> group) =>
        group.Aggregate(Fraction.Zero, (sum, member) => sum + shares[member]);
}
