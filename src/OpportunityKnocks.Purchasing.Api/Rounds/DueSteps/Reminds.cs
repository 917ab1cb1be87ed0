using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>Some hours before a deadline. Of several that are due at once, after an outage, the last is told and the others passed over.</summary>
public sealed class Reminds(PurchasingDb db, JournalWriter journal) : IDueStep
{
    private const string Deadline =
        "CASE r.state WHEN 'Collecting' THEN r.needs_close_at WHEN 'Review' THEN r.confirm_by WHEN 'Tendering' THEN r.bids_close_at END";

    private const string Since =
        "CASE r.state WHEN 'Collecting' THEN r.published_at WHEN 'Review' THEN r.collection_closed_at WHEN 'Tendering' THEN r.tender_opened_at END";

    public DueStep Name => DueStep.Remind;

    public string Condition =>
        $"""
        r.state IN ('Collecting', 'Review', 'Tendering') AND r.waits_since IS NULL AND {Deadline} > clock.at
        AND EXISTS (
            SELECT 1 FROM unnest(r.reminder_hours) AS h (hours)
            WHERE {Deadline} - make_interval(hours => h.hours) BETWEEN {Since} AND clock.at
            AND NOT EXISTS (
                SELECT 1 FROM reminders m
                WHERE m.cluster_id = r.cluster_id AND m.round_id = r.id AND m.deadline_at = {Deadline} AND m.hours_before = h.hours))
        """;

    public bool IsDue(Round round, DateTimeOffset now) => round.DueReminders(now).Count > 0;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) => round.ReminderTimes().Select(time => time.At);

    public async Task TakeAsync(TakenRound taken, CancellationToken ct)
    {
        var (round, now) = taken;
        var done = await db.Reminders.Where(r => r.ClusterId == round.ClusterId && r.RoundId == round.Id)
            .Select(r => new ReminderTime(r.Deadline, r.DeadlineAt, r.HoursBefore)).ToListAsync(ct);
        var due = round.DueReminders(now).Except(done).ToList();
        foreach (var time in due)
        {
            var reminder = Reminder.Of(round, time, told: time == due[^1]);
            db.Reminders.Add(reminder);
            if (reminder.Told)
            {
                journal.Record(round.ClusterId, EventType.RoundReminder, SubjectKind.Reminder, reminder.Id.Value, 1, new ReminderPayload(time))
                    .For(Audience.Cluster, round.Id);
            }
        }
    }

    private sealed record ReminderPayload(RoundDeadline Deadline, DateTimeOffset DeadlineAt, int HoursBefore)
    {
        public ReminderPayload(ReminderTime time)
            : this(time.Deadline, time.DeadlineAt, time.HoursBefore)
        {
        }
    }
}
