using FluentValidation;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>What an award must keep beyond having the least evaluated cost. Everything can be left out.</summary>
/// <param name="MinimumWinners">Suppliers over the round.</param>
/// <param name="MaximumWinners">Suppliers over the round.</param>
/// <param name="MinimumWinnersPerLot">In each divisible lot.</param>
/// <param name="MaximumWinnersPerLot">In each divisible lot; any other lot has one winner.</param>
/// <param name="MaximumSharePercent">The largest part of the units of all lots that one supplier may supply.</param>
/// <param name="Budget">What the award may cost, net, over the whole term.</param>
/// <param name="OverbuyLimit">Units per period that may be ordered of each lot beyond its demand where that is cheaper: no more than the
/// round allows; none when left out.</param>
public sealed record AwardRuleDetails(
    int? MinimumWinners = null,
    int? MaximumWinners = null,
    int? MinimumWinnersPerLot = null,
    int? MaximumWinnersPerLot = null,
    Percent? MaximumSharePercent = null,
    Money? Budget = null,
    long? OverbuyLimit = null)
{
    /// <exception cref="DomainException"><see cref="BidRefusals.CurrencyDiffers"/></exception>
    public AwardRules ToRules(Currency currency)
    {
        if (Budget is { } budget && budget.Currency != currency)
            throw BidRefusals.CurrencyDiffers.Because($"rules.budget is in {budget.Currency}, the cluster buys in {currency}.");
        return new AwardRules(
            MinimumWinners ?? 0, MaximumWinners, MinimumWinnersPerLot ?? 0, MaximumWinnersPerLot, MaximumSharePercent, Budget, OverbuyLimit ?? 0);
    }

    /// <returns>Null if nothing is demanded.</returns>
    public static AwardRuleDetails? Of(AwardRules rules) => rules == AwardRules.None ? null : new AwardRuleDetails(
        Asked(rules.MinimumWinners),
        rules.MaximumWinners,
        Asked(rules.MinimumWinnersPerLot),
        rules.MaximumWinnersPerLot,
        rules.MaximumShare,
        rules.Budget,
        rules.OverbuyLimit == 0 ? null : rules.OverbuyLimit);

    private static int? Asked(int least) => least == 0 ? null : least;
}

public sealed class AwardRuleDetailsValidator : AbstractValidator<AwardRuleDetails>
{
    private const int MostWinners = 1_000;

    public AwardRuleDetailsValidator()
    {
        RuleFor(r => r.MinimumWinners).InclusiveBetween(1, MostWinners);
        RuleFor(r => r.MaximumWinners).InclusiveBetween(1, MostWinners);
        RuleFor(r => r.MaximumWinners).GreaterThanOrEqualTo(r => r.MinimumWinners).When(r => r.MinimumWinners is not null);
        RuleFor(r => r.MinimumWinnersPerLot).InclusiveBetween(1, MostWinners);
        RuleFor(r => r.MaximumWinnersPerLot).InclusiveBetween(1, MostWinners);
        RuleFor(r => r.MaximumWinnersPerLot).GreaterThanOrEqualTo(r => r.MinimumWinnersPerLot).When(r => r.MinimumWinnersPerLot is not null);
        RuleFor(r => r.MaximumSharePercent).Must(share => share is null || share.Value.Hundredths > 0).WithMessage("must be above 0");
        RuleFor(r => r.OverbuyLimit).InclusiveBetween(1, Quantities.Maximum);
    }
}
