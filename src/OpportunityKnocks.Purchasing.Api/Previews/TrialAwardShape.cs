using FluentValidation;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>Whether a trial award makes sense, and is not too large to be answered at once.</summary>
internal sealed class TrialAwardShape(ValidationContext<PreviewAward> context, TrialAward trial)
{
    private const int MaximumLots = 200;
    private const int MaximumBids = 500;
    private const int MaximumTiers = 100_000;
    private const int MaximumPackages = 2_000;
    private const int MaximumDiscounts = 10;
    private const int MaximumMembers = 1_000_000;
    private const int MaximumFaults = 50;

    private readonly HashSet<string> _lots = new(StringComparer.Ordinal);
    private int _faults;

    public static void Check(TrialAward trial, ValidationContext<PreviewAward> context) => new TrialAwardShape(context, trial).Check();

    private void Check()
    {
        Must("currency", Currency.TryOf(trial.Currency, out var currency), "is not a currency of ISO 4217, in capitals, such as GBP");
        Must("priceWeight", trial.PriceWeight is null or (>= 1 and <= 100), "is from 1 to 100");
        Must("lots", trial.Lots.Count is >= 1 and <= MaximumLots, $"has 1 to {MaximumLots} lots");
        Must("bids", trial.Bids.Count <= MaximumBids, $"has at most {MaximumBids} bids");
        if (_faults > 0)
            return;

        Each(trial.Lots, "lots", lot => lot.Id, (lot, path) =>
        {
            _lots.Add(lot.Id);
            Quantity($"{path}.quantity", lot.Quantity);
            Must($"{path}.memberCount", lot.MemberCount is null or (>= 0 and <= MaximumMembers), $"is from 0 to {MaximumMembers}");
        });
        Each(trial.Bids, "bids", bid => bid.SupplierId, (bid, path) => Bid(bid, path, currency), "supplierId");
        if (_faults > 0)
            return;
        Must("bids", trial.Bids.Sum(b => (b.Lots ?? []).Sum(l => l.Tiers.Count) * (1 + (b.VolumeDiscounts?.Count ?? 0))) <= MaximumTiers, $"have at most {MaximumTiers} tiers, counted once more for each volume discount");
        Must("bids", trial.Bids.Sum(b => b.Packages?.Count ?? 0) <= MaximumPackages, $"have at most {MaximumPackages} packages");
        if (trial.Rules is { } rules)
            Rules(rules, currency);
    }

    private void Bid(TrialBid bid, string path, Currency currency)
    {
        Capacity($"{path}.capacity", bid.Capacity);
        Amount($"{path}.fixedFee", bid.FixedFee, currency);
        Must($"{path}.quality", bid.Quality is null || EvaluationFactor.TryParseScore(bid.Quality, out _), "is a decimal string from \"0\" to \"1\", with up to 6 decimals");
        Each(bid.Lots, $"{path}.lots", offer => offer.LotId, (offer, at) => Offer(offer, at, currency), "lotId");
        Each(bid.Packages, $"{path}.packages", package => package.Id, (package, at) =>
        {
            Amount($"{at}.price", package.Price, currency);
            Must($"{at}.xorGroup", package.XorGroup is null || IsId(package.XorGroup), "is one line of 1 to 100 characters");
            Must($"{at}.lots", package.Lots.Count >= 1, "names at least one lot");
            Each(package.Lots, $"{at}.lots", units => units.LotId, (units, each) =>
            {
                Known($"{each}.lotId", units.LotId);
                Quantity($"{each}.quantity", units.Quantity);
            }, "lotId");
        });
        Must($"{path}.volumeDiscounts", bid.VolumeDiscounts is null or { Count: <= MaximumDiscounts }, $"has at most {MaximumDiscounts} discounts");
        Rising($"{path}.volumeDiscounts", bid.VolumeDiscounts, discount => discount.FromQuantity);
    }

    private void Offer(TrialOffer offer, string path, Currency currency)
    {
        Known($"{path}.lotId", offer.LotId);
        Must($"{path}.tiers", offer.Tiers.Count is >= 1 and <= PriceSchedule.MaximumTiers, $"has 1 to {PriceSchedule.MaximumTiers} tiers");
        Rising($"{path}.tiers", offer.Tiers, tier => tier.FromQuantity);
        Amount($"{path}.fixedFee", offer.FixedFee, currency);
        Amount($"{path}.feePerMember", offer.FeePerMember, currency);
        Capacity($"{path}.capacity", offer.Capacity);
    }

    private void Rules(TrialRules rules, Currency currency)
    {
        Must("rules.minimumWinners", rules.MinimumWinners is null or (>= 0 and <= MaximumBids), $"is from 0 to {MaximumBids}");
        Must("rules.maximumWinners", rules.MaximumWinners is null or >= 1, "is at least 1");
        Must("rules.minimumWinnersPerLot", rules.MinimumWinnersPerLot is null or (>= 0 and <= MaximumBids), $"is from 0 to {MaximumBids}");
        Must("rules.maximumWinnersPerLot", rules.MaximumWinnersPerLot is null or >= 1, "is at least 1");
        Must("rules.maximumSharePercent", rules.MaximumSharePercent is null or (>= 1 and <= 100), "is from 1 to 100");
        Must("rules.overbuyLimit", rules.OverbuyLimit is null or (>= 0 and <= Quantities.Maximum), $"is from 0 to {Quantities.Maximum}");
        Must("rules.overbuyLimit", rules is not { AllowOverbuy: true, OverbuyLimit: null }, "is needed with allowOverbuy");
        Amount("rules.budget", rules.Budget, currency);
    }

    private void Each<T>(IReadOnlyList<T>? all, string path, Func<T, string> id, Action<T, string> check, string idName = "id")
        where T : class
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < all?.Count && _faults < MaximumFaults; i++)
        {
            // A list's item may be null in JSON, whatever its type says.
            if (all[i] is not { } one)
            {
                Must($"{path}[{i}]", false, "must not be null");
                continue;
            }

            Must($"{path}[{i}].{idName}", IsId(id(one)), "is one line of 1 to 100 characters");
            Must($"{path}[{i}].{idName}", seen.Add(id(one)), "is there already");
            check(one, $"{path}[{i}]");
        }
    }

    private void Rising<T>(string path, IReadOnlyList<T>? all, Func<T, long> from)
        where T : class
    {
        for (var i = 0; i < all?.Count && _faults < MaximumFaults; i++)
        {
            if (all[i] is not { } one)
            {
                Must($"{path}[{i}]", false, "must not be null");
                return;
            }

            Quantity($"{path}[{i}].fromQuantity", from(one));
            Must($"{path}[{i}].fromQuantity", i == 0 || from(all[i - 1]) < from(one), "must be larger than that of the one before");
        }
    }

    private void Known(string path, string lotId) => Must(path, _lots.Contains(lotId), "is not one of the lots");

    private void Quantity(string path, long quantity) => Must(path, Quantities.IsValid(quantity), $"is from 1 to {Quantities.Maximum}");

    private void Capacity(string path, long? capacity) =>
        Must(path, capacity is null or (>= 0 and <= Quantities.Maximum), $"is from 0 to {Quantities.Maximum}");

    private void Amount(string path, string? amount, Currency currency) => Must(
        path, amount is null || Money.TryParse(amount, currency, out _), "is a decimal string such as \"12.50\", not negative, with the currency's decimals");

    private static bool IsId(string id) => id.Length is >= 1 and <= 100 && !id.Any(char.IsControl);

    private void Must(string path, bool holds, string otherwise)
    {
        if (holds || _faults >= MaximumFaults)
            return;
        _faults++;
        context.AddFailure(path, otherwise);
    }
}
