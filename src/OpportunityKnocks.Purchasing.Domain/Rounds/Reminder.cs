namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>A deadline that people are reminded of.</summary>
public enum RoundDeadline
{
    Needs,
    Confirmations,
    Bids,
}

/// <summary>A time before a deadline at which people are reminded.</summary>
public readonly record struct ReminderTime(RoundDeadline Deadline, DateTimeOffset DeadlineAt, int HoursBefore)
{
    public DateTimeOffset At => DeadlineAt.AddHours(-HoursBefore);
}

/// <summary>A reminder that is done with: told, or passed over because a later one was due at the same time.</summary>
public sealed class Reminder
{
    private Reminder()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ReminderId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public RoundDeadline Deadline { get; private set; }

    /// <summary>Part of what makes it unique: of a deadline that moved people are reminded anew.</summary>
    public DateTimeOffset DeadlineAt { get; private set; }

    public int HoursBefore { get; private set; }

    public bool Told { get; private set; }

    public static Reminder Of(Round round, ReminderTime time, bool told) => new()
    {
        ClusterId = round.ClusterId,
        Id = ReminderId.New(),
        RoundId = round.Id,
        Deadline = time.Deadline,
        DeadlineAt = time.DeadlineAt,
        HoursBefore = time.HoursBefore,
        Told = told,
    };
}

public sealed partial class Round
{
    /// <summary>How many hours before each deadline people are reminded; largest first.</summary>
    public IReadOnlyList<int> ReminderHours { get; private set; } = [];

    /// <summary>When people are reminded of the deadline that runs. A time before the window opened is none.</summary>
    public IReadOnlyList<ReminderTime> ReminderTimes()
    {
        var (deadline, at, since) = State switch
        {
            RoundState.Collecting when WaitsSince is null => (RoundDeadline.Needs, NeedsCloseAt, PublishedAt),
            RoundState.Review when WaitsSince is null => (RoundDeadline.Confirmations, ConfirmBy!.Value, CollectionClosedAt),
            RoundState.Tendering => (RoundDeadline.Bids, BidsCloseAt, TenderOpenedAt),
            _ => (default, default, default(DateTimeOffset?)),
        };
        return since is null ? [] : [.. ReminderHours.Select(hours => new ReminderTime(deadline, at, hours)).Where(time => since <= time.At)];
    }

    /// <summary>Those whose time has come, the earliest first; none once the deadline has passed.</summary>
    public IReadOnlyList<ReminderTime> DueReminders(DateTimeOffset now) =>
        [.. ReminderTimes().Where(time => time.At <= now && now < time.DeadlineAt).OrderBy(time => time.At)];
}
