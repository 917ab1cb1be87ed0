namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What binds a member to an award.</summary>
public enum AcceptancePolicy
{
    /// <summary>Its need, up to the ceiling: it is asked no more.</summary>
    CeilingBinds,

    /// <summary>Its word: after the award each member accepts or declines its commitments; silence declines.</summary>
    EachAccepts,
}

/// <param name="Days">From the award until answers are due; only for <see cref="AcceptancePolicy.EachAccepts"/>, else 0.</param>
public sealed record AcceptanceTerms(AcceptancePolicy Policy, int Days)
{
    public const int MaximumDays = 60;

    /// <summary>What holds unless the coordinator says otherwise.</summary>
    public static readonly AcceptanceTerms Usual = new(AcceptancePolicy.CeilingBinds, 0);
}

public sealed partial class Round
{
    public AcceptancePolicy Acceptance { get; private set; }

    public int AcceptDays { get; private set; }

    /// <summary>Until when members answer; null before the award, and where nobody is asked.</summary>
    public DateTimeOffset? AcceptBy { get; private set; }

    /// <summary>When the answers were counted; null before.</summary>
    public DateTimeOffset? AcceptanceEndedAt { get; private set; }

    /// <summary>The end of the acceptance that runs; null when none does.</summary>
    public DateTimeOffset? AcceptsUntil => State == RoundState.Awarded && AcceptanceEndedAt is null ? AcceptBy : null;

    /// <summary>The answers are counted and the award stands, as it was or anew: the standstill starts now.</summary>
    /// <param name="standstillEndsAt">The first instant at which contracts may be made.</param>
    public void EndAcceptance(DateTimeOffset standstillEndsAt, DateTimeOffset now)
    {
        RequireAnswersDue(now);
        (AcceptanceEndedAt, StandstillEndsAt) = (now, standstillEndsAt);
        Version++;
    }

    /// <summary>The answers are counted, and nothing can be awarded to those who accepted.</summary>
    public void FailAcceptance(string reason, DateTimeOffset now)
    {
        RequireAnswersDue(now);
        AcceptanceEndedAt = now;
        End(RoundState.NotReached, NonAwardReason.NeedChanged, reason, now);
    }

    private void RequireAnswersDue(DateTimeOffset now)
    {
        if (AcceptsUntil is not { } until)
            throw RoundRefusals.WrongState.Because("No acceptance runs.");
        if (now < until)
            throw RoundRefusals.AcceptanceRunning.Because($"Members answer until {RoundSteps.Say(until)}.");
    }
}
