namespace OpportunityKnocks.Purchasing.Domain.Rounds;

public sealed partial class Round
{
    /// <summary>The plan the round runs by, with its deadlines as they are now: another round can be drafted from it.</summary>
    public RoundPlan ToPlan() => new(
        Title,
        Description,
        GroupIds,
        NeedsCloseAt,
        BidsCloseAt,
        StandstillDays,
        FeePolicy,
        [.. _lots.OrderBy(lot => lot.Number).Select(lot => lot.ToTerms())],
        [.. _requirements.OrderBy(requirement => requirement.Number).Select(requirement => requirement.Text)])
    {
        OpensAt = OpensAt,
        ConfirmBy = ConfirmBy,
        Policies = Policies,
        Acceptance = new AcceptanceTerms(Acceptance, AcceptDays),
        Questions = new QuestionPolicy(QuestionsCloseAt, Unanswered, UnansweredExtendDays, UnansweredExtendTimes),
        ReminderHours = ReminderHours,
        StandstillUnit = StandstillUnit,
        RecurrenceRule = RecurrenceRule,
        Evaluation = Evaluation,
        Agreement = Agreement,
        Trade = Trade,
        Sharing = Sharing,
        OverbuyLimit = OverbuyLimit,
    };
}

/// <summary>By how much the dates of a plan move.</summary>
/// <param name="Days">For the deadlines.</param>
/// <param name="Months">For the first day of a term, when the plan moves by whole months; it moves by the days otherwise.</param>
public readonly record struct PlanShift(int Days, int? Months = null)
{
    /// <summary>The same plan at another time.</summary>
    /// <param name="addDays">Adds days to an instant so that the clock on the wall stays, in the time zone the plan is made for.</param>
    public RoundPlan Move(RoundPlan plan, Func<DateTimeOffset, int, DateTimeOffset> addDays)
    {
        var (days, months) = this;
        return plan with
        {
            OpensAt = Moved(plan.OpensAt),
            NeedsCloseAt = addDays(plan.NeedsCloseAt, days),
            ConfirmBy = Moved(plan.ConfirmBy),
            Questions = plan.Questions with { CloseAt = Moved(plan.Questions.CloseAt) },
            BidsCloseAt = addDays(plan.BidsCloseAt, days),
            Lots = [.. plan.Lots.Select(lot => lot with { Term = lot.Term with { StartsOn = MoveDay(lot.Term.StartsOn) } })],
        };

        DateTimeOffset? Moved(DateTimeOffset? instant) => instant is { } at ? addDays(at, days) : null;

        DateOnly MoveDay(DateOnly day) => months is { } whole ? day.AddMonths(whole) : day.AddDays(days);
    }
}
