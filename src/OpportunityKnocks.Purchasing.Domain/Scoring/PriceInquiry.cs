namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>What is done with a bid whose price is abnormally low.</summary>
public enum LowPriceDecision
{
    /// <summary>The price is explained; the bid stays.</summary>
    Accept,

    /// <summary>It is not; the bid is not considered.</summary>
    Exclude,
}

/// <summary>How an abnormally low price was looked into: the supplier is asked, answers, and somebody decides, with reasons.</summary>
public sealed class PriceInquiry
{
    private PriceInquiry()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public PriceInquiryId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public BidId BidId { get; private set; }

    public string? Question { get; private set; }

    public string? AskedBy { get; private set; }

    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>From when it is decided without the answer.</summary>
    public DateTimeOffset? AnswerBy { get; private set; }

    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public LowPriceDecision? Decision { get; private set; }

    public string? Reason { get; private set; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The lots the decision is about; a price that turns out low in another one is to be decided on again.</summary>
    public IReadOnlyList<LotId> DecidedLots { get; private set; } = [];

    public int Version { get; private set; }

    public static PriceInquiry Into(ClusterId cluster, RoundId round, BidId bid) =>
        new() { ClusterId = cluster, Id = PriceInquiryId.New(), RoundId = round, BidId = bid };

    /// <summary>Asks the supplier, or asks it anew: an answer to the old question is no answer to the new one.</summary>
    public void Ask(string question, DateTimeOffset answerBy, string by, DateTimeOffset now)
    {
        if (answerBy <= now)
            throw EvaluationRefusals.AnswerNeedsTime.Because("answerBy must be after now.");

        (Question, AnswerBy, AskedBy, AskedAt, Answer, AnsweredAt) = (question, answerBy.ToUniversalTime(), by, now, null, null);
        Version++;
    }

    public void Reply(string answer, DateTimeOffset now)
    {
        if (Question is null || now >= AnswerBy || DecidedAt > AskedAt)
            throw EvaluationRefusals.AnswerTooLate.Because("The time for the answer is over, or it was decided.");

        (Answer, AnsweredAt) = (answer, now);
        Version++;
    }

    /// <param name="lots">In which the price is abnormally low now.</param>
    public void Decide(LowPriceDecision decision, string reason, IReadOnlyList<LotId> lots, string by, DateTimeOffset now)
    {
        var heard = Question is not null && (AnsweredAt is not null || now >= AnswerBy);
        if (decision == LowPriceDecision.Exclude && !heard)
            throw EvaluationRefusals.SupplierNotHeard.Because("Ask the supplier first, and wait for the answer or until answerBy.");

        (Decision, Reason, DecidedLots, DecidedBy, DecidedAt) = (decision, reason, [.. lots], by, now);
        Version++;
    }

    /// <summary>Whether nothing is left to decide on.</summary>
    public bool Settles(IEnumerable<LotId> lots) => Decision is not null && lots.All(DecidedLots.Contains);
}
