using FluentValidation;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>When and how often a lot is supplied and charged.</summary>
/// <param name="StartsOn">The first day of the first charge period.</param>
/// <param name="Periods">How many charge periods; 1 for a one-off.</param>
public sealed record TermDetails(DateOnly StartsOn, PeriodUnit PeriodUnit, int Periods);

/// <summary>What a round asks for in one lot.</summary>
/// <param name="CategoryCode">CPV, eight digits.</param>
/// <param name="Unit">UN/CEFACT Recommendation 20 code.</param>
public sealed record LotDetails(string Title, string Specification, string CategoryCode, string Unit, TermDetails Term);

/// <summary>What a coordinator decides of a round; frozen by its publication, except that deadlines can move to later.</summary>
/// <param name="NeedsCloseAt">The instant from which no need is taken.</param>
/// <param name="BidsCloseAt">The instant from which no bid is taken; after <paramref name="NeedsCloseAt"/>.</param>
/// <param name="GroupIds">The groups the round is open to; left out or empty: every member.</param>
/// <param name="StandstillDays">Calendar days between the award and the contracts.</param>
/// <param name="FeePolicy">How the members of a lot share its fixed fee.</param>
/// <param name="Requirements">Conditions every bid must meet: passed or failed, never weighed.</param>
public sealed record RoundDetails(
    string Title,
    DateTimeOffset NeedsCloseAt,
    DateTimeOffset BidsCloseAt,
    IReadOnlyList<LotDetails> Lots,
    string? Description = null,
    IReadOnlyList<Guid>? GroupIds = null,
    int StandstillDays = 10,
    FeePolicy FeePolicy = FeePolicy.ByValue,
    IReadOnlyList<string>? Requirements = null)
{
    public RoundPlan ToPlan() => new(
        Title,
        Description ?? "",
        [.. (GroupIds ?? []).Select(id => new GroupId(id))],
        NeedsCloseAt,
        BidsCloseAt,
        StandstillDays,
        FeePolicy,
        [.. Lots.Select(l => new LotTerms(l.Title, l.Specification, l.CategoryCode, l.Unit, new Term(l.Term.StartsOn, l.Term.PeriodUnit, l.Term.Periods)))],
        Requirements ?? []);
}

public sealed class RoundDetailsValidator : AbstractValidator<RoundDetails>
{
    public RoundDetailsValidator()
    {
        RuleFor(r => r.Title).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Description).MaximumLength(10_000);
        RuleFor(r => r.NeedsCloseAt).Must(Dates.ArePlausible).WithMessage(Dates.Message);
        RuleFor(r => r.BidsCloseAt).Must(Dates.ArePlausible).WithMessage(Dates.Message)
            .Must((round, bids) => bids > round.NeedsCloseAt).WithMessage("must be after needsCloseAt");
        RuleFor(r => r.StandstillDays).InclusiveBetween(0, 60);
        RuleFor(r => r.GroupIds).Must(ids => ids is null || ids.Count <= 100).WithMessage("at most 100 groups");
        RuleFor(r => r.Lots).Must(lots => lots.Count is >= 1 and <= 50).WithMessage("1 to 50 lots");
        RuleForEach(r => r.Lots).NotNull().SetValidator(new LotDetailsValidator());
        RuleFor(r => r.Requirements).Must(list => list is null || list.Count <= 50).WithMessage("at most 50 requirements");
        RuleForEach(r => r.Requirements).NotEmpty().MaximumLength(2000);
    }

    private sealed class LotDetailsValidator : AbstractValidator<LotDetails>
    {
        public LotDetailsValidator()
        {
            RuleFor(l => l.Title).NotEmpty().MaximumLength(200);
            RuleFor(l => l.Specification).NotEmpty().MaximumLength(10_000);
            RuleFor(l => l.CategoryCode).Must(code => Categories.Find(code) is not null)
                .WithMessage("is not a CPV category of eight digits; search /v1/categories");
            RuleFor(l => l.Unit).Must(unit => Units.Find(unit) is not null).WithMessage("is not a unit code; see /v1/units");
            RuleFor(l => l.Term.StartsOn).Must(Dates.ArePlausible).WithMessage(Dates.Message);
            RuleFor(l => l.Term.Periods).InclusiveBetween(1, Term.MaximumPeriods)
                .Must((lot, periods) => lot.Term.PeriodUnit != PeriodUnit.Once || periods == 1).WithMessage("a one-off has 1 period");
        }
    }
}
