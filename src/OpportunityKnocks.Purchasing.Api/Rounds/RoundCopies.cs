using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Plans like another one, at another time.</summary>
public static class RoundCopies
{
    /// <summary>The day a rule counts from.</summary>
    public static DateOnly AnchorOf(RoundPlan plan) => LocalTime.DayOf(plan.OpensAt ?? plan.NeedsCloseAt);

    /// <exception cref="InvalidShapeException">The rule names no further day, or one that is too far.</exception>
    public static RoundPlan Of(RoundPlan plan, CloneDetails copy, DateTimeOffset now)
    {
        var shift = new PlanShift(copy.ShiftDays ?? 0);
        if (copy.RecurrenceRule is { } rule)
        {
            var anchor = AnchorOf(plan);
            shift = Recurrence.TryParse(rule)!.Next(anchor, anchor)?.Shift ?? throw InvalidShapeException.Of("recurrenceRule", "names no further day");
        }

        var moved = shift.Move(plan, LocalTime.AddDays) with { Title = copy.Title ?? plan.Title, RecurrenceRule = null };
        if (!Dates.ArePlausible(moved.BidsCloseAt) || !moved.Lots.All(lot => Dates.ArePlausible(lot.Term.StartsOn)))
            throw InvalidShapeException.Of(copy.RecurrenceRule is null ? "shiftDays" : "recurrenceRule", $"moves a date too far; it {Dates.Message}");
        return WithoutPastOpening(moved, now);
    }

    /// <summary>The next round of a series. Times that an outage missed are passed over, if there is a later one.</summary>
    /// <param name="plan">With a rule that names a further day: none else is taken.</param>
    public static RoundPlan Next(RoundPlan plan, DateTimeOffset now)
    {
        var (rule, anchor, today) = (Recurrence.TryParse(plan.RecurrenceRule!)!, AnchorOf(plan), LocalTime.DayOf(now));
        var next = rule.Next(anchor, today > anchor ? today : anchor) ?? rule.Next(anchor, anchor)!.Value;
        var moved = next.Shift.Move(plan, LocalTime.AddDays) with { RecurrenceRule = next.Rule };
        return WithoutPastOpening(ComesAgain(moved) ? moved : moved with { RecurrenceRule = null }, now);
    }

    public static bool ComesAgain(RoundPlan plan) => plan.RecurrenceRule is { } rule && ComesAgain(rule, AnchorOf(plan));

    public static bool ComesAgain(string rule, DateOnly anchor) => Recurrence.TryParse(rule)?.Next(anchor, anchor) is not null;

    private static RoundPlan WithoutPastOpening(RoundPlan plan, DateTimeOffset now) => plan.OpensAt <= now ? plan with { OpensAt = null } : plan;
}
