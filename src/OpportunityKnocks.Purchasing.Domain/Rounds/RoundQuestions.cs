namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What is done when the time for bids ends with a question unanswered.</summary>
public enum UnansweredAction
{
    /// <summary>Nothing: bids are sealed.</summary>
    Close,

    /// <summary>The deadline for bids moves to later, so that the answer can come; no more questions are taken.</summary>
    Extend,
}

/// <summary>How a round deals with questions of suppliers; frozen by publication.</summary>
/// <param name="CloseAt">The instant from which no question is taken; null for the deadline of the bids.</param>
/// <param name="ExtendDays">By how many days; only for <see cref="UnansweredAction.Extend"/>, else 0.</param>
/// <param name="ExtendTimes">How often; only for <see cref="UnansweredAction.Extend"/>, else 0.</param>
public sealed record QuestionPolicy(DateTimeOffset? CloseAt, UnansweredAction Unanswered, int ExtendDays = 0, int ExtendTimes = 0)
{
    public const int MaximumExtendDays = 30;
    public const int MaximumExtendTimes = 5;

    public static readonly QuestionPolicy Usual = new(null, UnansweredAction.Close);
}

public sealed partial class Round
{
    /// <summary>The instant from which no question is taken; null for the deadline of the bids. It moves along with that.</summary>
    public DateTimeOffset? QuestionsCloseAt { get; private set; }

    public UnansweredAction Unanswered { get; private set; }

    public int UnansweredExtendDays { get; private set; }

    public int UnansweredExtendTimes { get; private set; }

    /// <summary>How often the deadline of the bids was moved because a question was unanswered.</summary>
    public int UnansweredExtensions { get; private set; }

    /// <summary>At the deadline for bids: moves it to later if a question is unanswered and the round's policy says so.</summary>
    /// <returns>Whether it was moved.</returns>
    public bool ExtendForQuestions(int unanswered, DateTimeOffset now)
    {
        if (unanswered == 0 || State != RoundState.Tendering || now < BidsCloseAt || UnansweredExtensions >= UnansweredExtendTimes)
            return false;

        // From now, not from the deadline: after an outage there are still all days to answer in.
        QuestionsCloseAt ??= BidsCloseAt;
        BidsCloseAt = now + TimeSpan.FromDays(UnansweredExtendDays);
        UnansweredExtensions++;
        Version++;
        return true;
    }

    /// <summary>The end of the time for questions keeps its distance.</summary>
    private void MoveBids(TimeSpan by) => (BidsCloseAt, QuestionsCloseAt) = (BidsCloseAt + by, QuestionsCloseAt + by);

    private void Take(QuestionPolicy questions) =>
        (QuestionsCloseAt, Unanswered, UnansweredExtendDays, UnansweredExtendTimes) =
        (questions.CloseAt?.ToUniversalTime(), questions.Unanswered, questions.ExtendDays, questions.ExtendTimes);
}
