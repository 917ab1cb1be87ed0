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
/// <param name="PackSize">The units of one pack: only whole packs are ordered.</param>
/// <param name="MinimumQuantity">Units per period below which the lot is not tendered.</param>
/// <param name="Divisible">Whether several suppliers may supply it: goods by the unit. Then every member buys from each of them.</param>
public sealed record LotDetails(
    string Title,
    string Specification,
    string CategoryCode,
    string Unit,
    TermDetails Term,
    long PackSize = 1,
    long MinimumQuantity = 1,
    bool Divisible = false);

/// <summary>What is done when a minimum is not reached at a deadline.</summary>
/// <param name="ExtendDays">By how many days a deadline moves; only for <c>extend</c>.</param>
/// <param name="ExtendTimes">How often; only for <c>extend</c>.</param>
public sealed record NotReachedDetails(NotReachedAction Action, int ExtendDays = 0, int ExtendTimes = 0);

/// <summary>What is done when the time for bids ends with a question unanswered.</summary>
/// <param name="ExtendDays">By how many days the deadline moves; only for <c>extend</c>.</param>
/// <param name="ExtendTimes">How often; only for <c>extend</c>.</param>
public sealed record UnansweredDetails(UnansweredAction Action, int ExtendDays = 0, int ExtendTimes = 0);

/// <summary>What a coordinator decides of a round; frozen by its publication, except that deadlines can move to later.</summary>
/// <param name="NeedsCloseAt">The instant from which no need is taken.</param>
/// <param name="BidsCloseAt">The instant from which no bid is taken; after <paramref name="NeedsCloseAt"/>.</param>
/// <param name="GroupIds">The groups the round is open to; left out or empty: every member.</param>
/// <param name="StandstillDays">Days between the award and the contracts.</param>
/// <param name="FeePolicy">How the members of a lot share its fixed fee.</param>
/// <param name="Requirements">Conditions every bid must meet: passed or failed, never weighed.</param>
/// <param name="OpensAt">The instant at which the draft publishes itself; left out: the coordinator publishes it.</param>
/// <param name="ConfirmBy">The end of the review, between the two other deadlines; left out: there is none, and submitting is confirming.</param>
/// <param name="Silence">What a member's silence in review does to its need; it never confirms a need without a ceiling.</param>
/// <param name="Fairness">How a lot's shortfall to whole packs is shared.</param>
/// <param name="MinimumMembers">Fewer members with a need, and the round is not reached.</param>
/// <param name="MinimumBids">Fewer bids at the opening, and the round is not reached.</param>
/// <param name="NotReached">What is done then; left out: the round, or the lot, is given up.</param>
/// <param name="Acceptance">What binds a member to the award: its need up to the ceiling, or its own answer.</param>
/// <param name="AcceptDays">Days from the award until answers are due; only for <c>eachAccepts</c>. The standstill starts then.</param>
/// <param name="QuestionsCloseAt">The instant from which suppliers cannot ask; left out: <paramref name="BidsCloseAt"/>. It moves along with that.</param>
/// <param name="UnansweredQuestions">What is done when the time for bids ends with a question unanswered; left out: nothing.</param>
/// <param name="StandstillUnit">Of calendar, or of working days: then the standstill ends at the midnight, British time, after the last of them.</param>
/// <param name="RecurrenceRule">A rule of RFC 5545 by days, such as FREQ=YEARLY, counted from the opening or, without one, the deadline for needs.
/// When the round is published the next one is drafted by itself; left out: the round comes once.</param>
/// <param name="Reminders">How many hours before each deadline people are reminded; left out: 72 and 24.</param>
/// <param name="Evaluation">How quality weighs against price; left out: price alone decides.</param>
/// <param name="Trade">Who has the contract with the suppliers; left out: each member.</param>
/// <param name="OverbuyLimit">Units per period that may be ordered of each lot beyond its demand, where a higher tier makes more cost less;
/// left out: never.</param>
/// <param name="Agreement">What members may change while the contracts run; left out: nothing.</param>
/// <param name="Sharing">How the cost is shared over all lots; left out: by the pool rate, nobody above what it would pay alone.</param>
public sealed record RoundDetails(
    string Title,
    DateTimeOffset NeedsCloseAt,
    DateTimeOffset BidsCloseAt,
    IReadOnlyList<LotDetails> Lots,
    string? Description = null,
    IReadOnlyList<Guid>? GroupIds = null,
    int StandstillDays = 10,
    FeePolicy FeePolicy = FeePolicy.ByValue,
    IReadOnlyList<string>? Requirements = null,
    DateTimeOffset? OpensAt = null,
    DateTimeOffset? ConfirmBy = null,
    SilencePolicy Silence = SilencePolicy.Drops,
    FairnessPolicy Fairness = FairnessPolicy.ProRata,
    int MinimumMembers = 1,
    int MinimumBids = 1,
    NotReachedDetails? NotReached = null,
    DateTimeOffset? QuestionsCloseAt = null,
    UnansweredDetails? UnansweredQuestions = null,
    IReadOnlyList<int>? Reminders = null,
    StandstillUnit StandstillUnit = StandstillUnit.CalendarDays,
    string? RecurrenceRule = null,
    AcceptancePolicy Acceptance = AcceptancePolicy.CeilingBinds,
    int AcceptDays = 0,
    EvaluationDetails? Evaluation = null,
    TradeDetails? Trade = null,
    long OverbuyLimit = 0,
    AgreementDetails? Agreement = null,
    SharingDetails? Sharing = null)
{
    private static readonly int[] UsualReminders = [72, 24];

    public RoundPlan ToPlan() => new(
        Title,
        Description ?? "",
        [.. (GroupIds ?? []).Select(id => new GroupId(id))],
        NeedsCloseAt,
        BidsCloseAt,
        StandstillDays,
        FeePolicy,
        [.. Lots.Select(TermsOf)],
        Requirements ?? [])
    {
        OpensAt = OpensAt,
        ConfirmBy = ConfirmBy,
        Acceptance = new AcceptanceTerms(Acceptance, AcceptDays),
        Questions = UnansweredQuestions is { } u
            ? new QuestionPolicy(QuestionsCloseAt, u.Action, u.ExtendDays, u.ExtendTimes)
            : QuestionPolicy.Usual with { CloseAt = QuestionsCloseAt },
        ReminderHours = Reminders ?? UsualReminders,
        StandstillUnit = StandstillUnit,
        RecurrenceRule = RecurrenceRule,
        Trade = Trade?.ToTrade() ?? RoundTrade.Usual,
        Agreement = Agreement?.ToAgreement() ?? RoundAgreement.Usual,
        OverbuyLimit = OverbuyLimit,
        Sharing = Sharing?.ToSharing() ?? RoundSharing.Usual,
        Policies = new RoundPolicies(
            Silence,
            Fairness,
            MinimumMembers,
            MinimumBids,
            NotReached is { } n ? new NotReachedPolicy(n.Action, n.ExtendDays, n.ExtendTimes) : RoundPolicies.Usual.NotReached),
        Evaluation = Evaluation?.ToEvaluation() ?? RoundEvaluation.Usual,
    };

    private static LotTerms TermsOf(LotDetails lot) => new(
        lot.Title,
        lot.Specification,
        lot.CategoryCode,
        lot.Unit,
        new Term(lot.Term.StartsOn, lot.Term.PeriodUnit, lot.Term.Periods),
        lot.PackSize,
        lot.MinimumQuantity,
        lot.Divisible);
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
        RuleFor(r => r.OpensAt).Must(Dates.ArePlausible).WithMessage(Dates.Message)
            .Must((round, opens) => opens is null || opens < round.NeedsCloseAt).WithMessage("must be before needsCloseAt");
        RuleFor(r => r.ConfirmBy).Must(Dates.ArePlausible).WithMessage(Dates.Message)
            .Must((round, confirm) => confirm is null || (confirm > round.NeedsCloseAt && confirm < round.BidsCloseAt))
            .WithMessage("must be after needsCloseAt and before bidsCloseAt");
        RuleFor(r => r.MinimumMembers).InclusiveBetween(1, 100_000);
        RuleFor(r => r.MinimumBids).InclusiveBetween(1, 100);
        RuleFor(r => r.NotReached).SetValidator(new NotReachedValidator()!);
        RuleFor(r => r.QuestionsCloseAt).Must(Dates.ArePlausible).WithMessage(Dates.Message)
            .Must((round, close) => close is null || (close > (round.ConfirmBy ?? round.NeedsCloseAt) && close <= round.BidsCloseAt))
            .WithMessage("must be while the tender runs");
        RuleFor(r => r.UnansweredQuestions).SetValidator(new UnansweredValidator()!);
        RuleFor(r => r.Reminders).Must(hours => hours is null || (hours.Count <= 10 && hours.Distinct().Count() == hours.Count))
            .WithMessage("at most 10, each once");
        RuleForEach(r => r.Reminders).InclusiveBetween(1, 720);
        RuleFor(r => r.RecurrenceRule).Must(rule => rule is null || Recurrence.TryParse(rule) is not null).WithMessage(Recurrence.Message)
            .Must((round, rule) => rule is null || RoundCopies.ComesAgain(rule, LocalTime.DayOf(round.OpensAt ?? round.NeedsCloseAt)))
            .WithMessage("names no further day");
        RuleFor(r => r.AcceptDays).Must((round, days) => round.Acceptance == AcceptancePolicy.EachAccepts
                ? days is >= 1 and <= AcceptanceTerms.MaximumDays
                : days == 0)
            .WithMessage($"1 to {AcceptanceTerms.MaximumDays} with eachAccepts, left out otherwise");
        RuleFor(r => r.StandstillDays).InclusiveBetween(0, 60);
        RuleFor(r => r.OverbuyLimit).InclusiveBetween(0, Quantities.Maximum);
        RuleFor(r => r.GroupIds).Must(ids => ids is null || ids.Count <= 100).WithMessage("at most 100 groups");
        RuleFor(r => r.Lots).Must(lots => lots.Count is >= 1 and <= 50).WithMessage("1 to 50 lots");
        RuleForEach(r => r.Lots).NotNull().SetValidator(new LotDetailsValidator());
        RuleFor(r => r.Requirements).Must(list => list is null || list.Count <= 50).WithMessage("at most 50 requirements");
        RuleForEach(r => r.Requirements).NotEmpty().MaximumLength(2000);
        RuleFor(r => r.Evaluation).SetValidator(new EvaluationDetailsValidator()!);
        RuleFor(r => r.Trade).SetValidator(new TradeDetailsValidator()!);
        RuleFor(r => r.Agreement).SetValidator(new AgreementDetailsValidator()!);
    }

    private sealed class NotReachedValidator : AbstractValidator<NotReachedDetails>
    {
        public NotReachedValidator()
        {
            RuleFor(n => n.ExtendDays).Must((policy, days) => policy.Action == NotReachedAction.Extend
                    ? days is >= 1 and <= NotReachedPolicy.MaximumExtendDays
                    : days == 0)
                .WithMessage($"1 to {NotReachedPolicy.MaximumExtendDays} with extend, left out with the others");
            RuleFor(n => n.ExtendTimes).Must((policy, times) => policy.Action == NotReachedAction.Extend
                    ? times is >= 1 and <= NotReachedPolicy.MaximumExtendTimes
                    : times == 0)
                .WithMessage($"1 to {NotReachedPolicy.MaximumExtendTimes} with extend, left out with the others");
        }
    }

    private sealed class UnansweredValidator : AbstractValidator<UnansweredDetails>
    {
        public UnansweredValidator()
        {
            RuleFor(u => u.ExtendDays).Must((policy, days) => policy.Action == UnansweredAction.Extend
                    ? days is >= 1 and <= QuestionPolicy.MaximumExtendDays
                    : days == 0)
                .WithMessage($"1 to {QuestionPolicy.MaximumExtendDays} with extend, left out with close");
            RuleFor(u => u.ExtendTimes).Must((policy, times) => policy.Action == UnansweredAction.Extend
                    ? times is >= 1 and <= QuestionPolicy.MaximumExtendTimes
                    : times == 0)
                .WithMessage($"1 to {QuestionPolicy.MaximumExtendTimes} with extend, left out with close");
        }
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
            RuleFor(l => l.PackSize).InclusiveBetween(1, Quantities.Maximum);
            RuleFor(l => l.MinimumQuantity).InclusiveBetween(1, Quantities.Maximum);
            RuleFor(l => l.Term.StartsOn).Must(Dates.ArePlausible).WithMessage(Dates.Message);
            RuleFor(l => l.Term.Periods).InclusiveBetween(1, Term.MaximumPeriods)
                .Must((lot, periods) => lot.Term.PeriodUnit != PeriodUnit.Once || periods == 1).WithMessage("a one-off has 1 period");
        }
    }
}
