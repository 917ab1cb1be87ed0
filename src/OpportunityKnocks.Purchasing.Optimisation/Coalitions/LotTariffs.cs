using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>One lot of a round as a tariff of its own.</summary>
/// <param name="Members">Places in the round of those who get something of the lot, in the order of the game's members.</param>
/// <param name="FeePerMember">What each pays for itself, besides.</param>
internal sealed record LotTariff(IReadOnlyList<int> Members, TariffGame Game, Fraction Scale, Fraction FeePerMember);

/// <summary>A round that is nothing but its lots, each with one supplier, one tariff, and nothing that ties it to another. Methods that add up
/// over games (Shapley's, the serial rule) are then used lot by lot.</summary>
internal static class LotTariffs
{
    /// <returns>Null when something ties the lots together, or a lot is bought in packs.</returns>
    public static IReadOnlyList<LotTariff>? Of(SupplyGame game)
    {
        var terms = game.Terms;
        var isApart = terms.IsForced
            && terms.Lots.All(lot => lot.PackSize == 1)
            && terms.Bids.All(bid => bid.Discounts.Count == 0 && (bid.FixedFee.MinorUnits == 0 || bid.Offers.Count == 1));
        return isApart ? [.. terms.Lots.Select((_, lot) => Of(game, lot)).OfType<LotTariff>()] : null;
    }

    private static LotTariff? Of(SupplyGame game, int lot)
    {
        var (terms, periods) = (game.Terms, game.Terms.Lots[lot].Periods);
        int[] members = [.. game.Everyone.Where(member => game.Members[member].Quantities[lot] > 0)];
        var bid = terms.Bids.SingleOrDefault(bid => bid.Offers.Any(offer => offer.LotId == terms.Lots[lot].Id));
        if (members.Length == 0 || bid is null)
            return null;

        // The tariff is for one period and before the factor; so are its fees.
        var offer = bid.Offers.Single(offer => offer.LotId == terms.Lots[lot].Id);
        var factor = new Fraction(offer.FactorMillionths, EvaluationFactor.One);
        var ofBid = Major(bid.FixedFee) * new Fraction(bid.FactorMillionths, offer.FactorMillionths);
        var tariff = new Tariff(offer.Prices, (ofBid + Major(offer.FixedFee)) / new Fraction(periods, 1), AllowOverbuy: false);
        return new LotTariff(
            members,
            new TariffGame([.. members.Select(member => game.Members[member].Quantities[lot])], tariff),
            factor * new Fraction(periods, 1),
            Major(offer.FeePerMember) * factor);
    }

    private static Fraction Major(Money money) => new(money.MinorUnits, money.Currency.MinorUnitsPerUnit);
}
