using System.Numerics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>Turns a request that has the right form into a game, shares its cost, and writes the answer.</summary>
internal static class CostSplitter
{
    public static CostSplitPreview Split(TrialSplit trial, CancellationToken ct)
    {
        var currency = Currency.Of(trial.Currency);

        // The methods know members by their place in the order of their ids.
        var ids = trial.Members.Select(member => member.Id).Order(StringComparer.Ordinal).ToArray();
        var game = GameOf(trial, ids, currency);
        var isApproximate = trial.Method == SharingMethod.Shapley && game is TariffGame && game.Members > CostGame.MostForEnumeration;
        var exact = isApproximate ? Approximate((TariffGame)game, currency, ct) : Sharing.Share(game, trial.Method, ct);
        var total = MinorUnits(game.Total, currency);
        var minor = new Fraction(currency.MinorUnitsPerUnit, 1);

        // Roundings of a total that is no whole minor unit itself: the parts are scaled to the rounded one.
        var scale = game.Total == Fraction.Zero ? Fraction.One : new Fraction(total, 1) / (game.Total * minor);
        var places = Enumerable.Range(0, ids.Length).Select(i => new Guid(i, 0, 0, new byte[8])).ToArray();
        var amounts = Allocation.RoundToTotal([.. exact.Select((share, i) => (places[i], share * minor * scale))], total);
        var core = CoreJudgement.Of(game, exact, ct);
        var alone = Enumerable.Range(0, ids.Length).Select(game.StandAlone).ToArray();
        var placeOf = ids.Select((id, place) => (id, place)).ToDictionary(entry => entry.id, entry => entry.place, StringComparer.Ordinal);
        return new CostSplitPreview(
            new Money(total, currency),
            [
                .. trial.Members.Select(member => placeOf[member.Id]).Select(place => new SplitShare(
                    ids[place],
                    isApproximate ? null : exact[place].ToString(),
                    new Money(amounts[place].Amount, currency),
                    alone[place] is { } cost ? new Money(MinorUnits(cost, currency), currency) : null)),
            ],
            new SplitCore(
                core.Status,
                core.Status == CoreStatus.Blocked ? [.. core.BlockingGroup.Select(place => ids[place])] : null,
                core.Status == CoreStatus.Blocked ? new Money(MinorUnits(core.Gain, currency), currency) : null,
                core.CoreIsEmpty),
            Enumerable.Range(0, ids.Length).All(place => alone[place] is not { } cost || exact[place] <= cost));
    }

    private static CostGame GameOf(TrialSplit trial, string[] ids, Currency currency)
    {
        if (trial.Tariff is { } tariff)
        {
            var quantities = trial.Members.ToDictionary(member => member.Id, member => member.Quantity!.Value, StringComparer.Ordinal);
            var schedule = PriceSchedule.Create(tariff.Basis, tariff.Tiers.Select(tier => new PriceTier(tier.FromQuantity, tier.UnitPrice)));
            return new TariffGame([.. ids.Select(id => quantities[id])], new Tariff(schedule, TrialSplitShape.Amount(tariff.FixedFee, currency)!.Value, tariff.AllowOverbuy));
        }

        var place = ids.Select((id, i) => (id, i)).ToDictionary(entry => entry.id, entry => entry.i, StringComparer.Ordinal);
        var costs = new Fraction[1 << ids.Length];
        foreach (var coalition in trial.CoalitionCosts!)
            costs[coalition.Members.Sum(member => 1 << place[member])] = TrialSplitShape.Amount(coalition.Cost, currency)!.Value;
        return new TableGame(ids.Length, costs);
    }

    /// <summary>Floating point, written as fractions that sum to the total: what it is off by is spread over all.</summary>
    private static Fraction[] Approximate(TariffGame game, Currency currency, CancellationToken ct)
    {
        var (shares, isSure) = PooledShapley.Of(game, 0.01 / currency.MinorUnitsPerUnit, ct);
        if (!isSure)
            throw GameRefusals.TooManyMembers.Because("The value could not be made sure to the minor unit. Ask with fewer members or units.");

        const long part = 1_000_000_000;
        Fraction[] written = [.. shares.Select(share => new Fraction(new BigInteger(Math.Round(share * part)), part))];
        var off = written.Aggregate(game.Total, (left, share) => left - share) / new Fraction(written.Length, 1);
        return Array.ConvertAll(written, share => share + off);
    }

    private static long MinorUnits(Fraction amount, Currency currency)
    {
        var minor = amount * new Fraction(currency.MinorUnitsPerUnit, 1);
        var rounded = minor < Fraction.Zero ? -HalfUp(-minor) : HalfUp(minor);
        return BigInteger.Abs(rounded) <= Money.Maximum(currency).MinorUnits
            ? (long)rounded
            : throw MoneyRefusals.AmountTooLarge.Because("An amount is larger than any the service keeps.");
    }

    private static BigInteger HalfUp(Fraction amount) => ((2 * amount.Numerator) + amount.Denominator) / (2 * amount.Denominator);
}
