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

        var moved = shift.Move(plan, LocalTime.AddDays) with { Title = copy.Title ?? plan.Title };
        if (!Dates.ArePlausible(moved.BidsCloseAt) || !moved.Lots.All(lot => Dates.ArePlausible(lot.Term.StartsOn)))
            throw InvalidShapeException.Of(copy.RecurrenceRule is null ? "shiftDays" : "recurrenceRule", $"moves a date too far; it {Dates.Message}");
        return moved.OpensAt <= now ? moved with { OpensAt = null } : moved;
    }
}
