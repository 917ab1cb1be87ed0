namespace OpportunityKnocks.Purchasing.Domain.Questions;

/// <summary>What a supplier asks about a tender, and what the coordinator answers to all. Who asked is kept for the asker's own view and
/// told to nobody else.</summary>
public sealed class Question
{
    private Question()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public QuestionId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public OrganisationId AskerId { get; private set; }

    public string Text { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>The question as everybody else reads it, when the coordinator took out what could tell who asked; else as it was asked.</summary>
    public string? PublishedText { get; private set; }

    /// <summary>Null until it is answered; nobody but the asker and the coordinator knows of it before.</summary>
    public string? AnswerText { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public int Version { get; private set; }

    public static Question Ask(ClusterId cluster, RoundId round, OrganisationId asker, string text, DateTimeOffset now) =>
        new() { ClusterId = cluster, Id = QuestionId.New(), RoundId = round, AskerId = asker, Text = text, AskedAt = now, Version = 1 };

    /// <summary>Answers to all; a later answer takes the place of the one before.</summary>
    /// <param name="published">The question in other words; null for those it was asked in.</param>
    public void Answer(string text, string? published, DateTimeOffset now)
    {
        (AnswerText, PublishedText, AnsweredAt) = (text, published, now);
        Version++;
    }
}

/// <summary>Why a question or an answer is refused.</summary>
public static class QuestionRefusals
{
    public static readonly Refusal Closed = new("questionsClosed", "The tender does not take questions now.");
    public static readonly Refusal TooMany = new("tooManyQuestions", "A supplier has only so many open questions at a time.");
    public static readonly Refusal AnswersClosed = new("answersClosed", "The tender is not running; an answer would come too late.");
}
