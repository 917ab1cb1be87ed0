using FluentValidation;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>What the tender says of changes while the contracts run; frozen by the round's publication.</summary>
/// <param name="VariationUpPercent">By how many whole percent a member may raise the quantity it was awarded, or joined with.</param>
/// <param name="VariationDownPercent">By how many it may lower it.</param>
/// <param name="JoiningAllowed">Whether members of the cluster can join later, at the same prices.</param>
/// <param name="LeavingNoticePeriods">How many whole charge periods a member that leaves stays, from the next one on; left out: nobody leaves.</param>
public sealed record AgreementDetails(
    int VariationUpPercent = 0, int VariationDownPercent = 0, bool JoiningAllowed = false, int? LeavingNoticePeriods = null)
{
    public RoundAgreement ToAgreement() => new(VariationUpPercent, VariationDownPercent, JoiningAllowed, LeavingNoticePeriods);

    public static AgreementDetails Of(RoundAgreement agreement) =>
        new(agreement.VariationUpPercent, agreement.VariationDownPercent, agreement.JoiningAllowed, agreement.LeavingNoticePeriods);
}

public sealed class AgreementDetailsValidator : AbstractValidator<AgreementDetails>
{
    public AgreementDetailsValidator()
    {
        RuleFor(a => a.VariationUpPercent).InclusiveBetween(0, RoundAgreement.MaximumUpPercent);
        RuleFor(a => a.VariationDownPercent).InclusiveBetween(0, 100);
        RuleFor(a => a.LeavingNoticePeriods).InclusiveBetween(0, Term.MaximumPeriods);
    }
}
