using FluentValidation;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>Whether a trial split makes sense, and is not too large to be answered at once.</summary>
internal static class TrialSplitShape
{
    private const int MostMembers = 5_000;
    private const int MostWithGroups = 12;
    private const long MostUnits = 1_000_000;

    public static void Check(TrialSplit trial, ValidationContext<PreviewCostSplit> context)
    {
        if (!Currency.TryOf(trial.Currency, out var currency))
        {
            context.AddFailure("currency", "is not a currency of ISO 4217, in capitals, such as GBP");
            return;
        }

        if (trial.Tariff is null == trial.CoalitionCosts is null)
        {
            context.AddFailure("tariff", "give exactly one of tariff and coalitionCosts");
            return;
        }

        var most = trial.Tariff is null ? MostWithGroups : MostMembers;
        if (trial.Members.Count is 0 || trial.Members.Count > most || trial.Members.Any(m => m is null || m.Id is not { Length: >= 1 and <= 100 } || m.Id.Any(char.IsControl)))
            context.AddFailure("members", $"1 to {most} members, each with an id of 1 to 100 characters");
        else if (trial.Members.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count() != trial.Members.Count)
            context.AddFailure("members", "each id comes once");
        else if (trial.Tariff is { } tariff)
            CheckTariff(trial.Members, tariff, currency, context);
        else
            CheckGroups(trial.Members, trial.CoalitionCosts!, currency, context);
    }

    /// <summary>A decimal amount of the currency; negative for a gain.</summary>
    public static Fraction? Amount(string? text, Currency currency)
    {
        var isNegative = text is ['-', ..];
        if (!Money.TryParse(isNegative ? text![1..] : text, currency, out var money))
            return null;

        var amount = new Fraction(money.MinorUnits, currency.MinorUnitsPerUnit);
        return isNegative ? -amount : amount;
    }

    private static void CheckTariff(IReadOnlyList<SplitMember> members, SplitTariff tariff, Currency currency, ValidationContext<PreviewCostSplit> context)
    {
        if (members.Any(m => m.Quantity is null or < 1 or > MostUnits) || members.Sum(m => m.Quantity!.Value) > MostUnits)
            context.AddFailure("members", $"with a tariff each has a quantity of at least 1, all together at most {MostUnits}");
        if (tariff.Tiers.Count is 0 or > PriceSchedule.MaximumTiers || tariff.Tiers.Any(t => t is null || t.FromQuantity is < 1 or > Quantities.Maximum))
            context.AddFailure("tariff.tiers", $"1 to {PriceSchedule.MaximumTiers} tiers, from quantities of at least 1");
        else if (tariff.Tiers.Zip(tariff.Tiers.Skip(1)).Any(pair => pair.First.FromQuantity >= pair.Second.FromQuantity))
            context.AddFailure("tariff.tiers", "quantities strictly rise");
        if (Amount(tariff.FixedFee, currency) is not { } fee || fee < Fraction.Zero)
            context.AddFailure("tariff.fixedFee", "is a decimal amount of the currency, such as \"25.00\"");
    }

    private static void CheckGroups(
        IReadOnlyList<SplitMember> members, IReadOnlyList<CoalitionCost> costs, Currency currency, ValidationContext<PreviewCostSplit> context)
    {
        var place = members.Select((member, i) => (member.Id, i)).ToDictionary(entry => entry.Id, entry => entry.i, StringComparer.Ordinal);
        var seen = new HashSet<int>();
        for (var i = 0; i < costs.Count; i++)
        {
            var path = $"coalitionCosts[{i}]";
            if (costs[i] is not { Members: { Count: > 0 } group } || group.Any(id => id is null || !place.ContainsKey(id)) || group.Distinct(StringComparer.Ordinal).Count() != group.Count)
                context.AddFailure($"{path}.members", "names members of the request, each once");
            else if (!seen.Add(group.Sum(id => 1 << place[id])))
                context.AddFailure($"{path}.members", "each group comes once");
            if (costs[i] is not null && Amount(costs[i].Cost, currency) is null)
                context.AddFailure($"{path}.cost", "is a decimal amount of the currency; negative for a gain");
            if (seen.Count > 1 << MostWithGroups)
                return;
        }

        if (seen.Count != (1 << members.Count) - 1)
            context.AddFailure("coalitionCosts", "names every group of members that is not empty");
    }
}
