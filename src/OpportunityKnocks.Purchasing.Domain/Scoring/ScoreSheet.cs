using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>One score, and why.</summary>
public sealed record CriterionScore(QualityCriterionId CriterionId, Score Score, string Note);

/// <summary>What one person thinks of one bid, before all agree.</summary>
public sealed class ScoreSheet
{
    private ScoreSheet()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ScoreSheetId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public BidId BidId { get; private set; }

    public string Person { get; private set; } = "";

    public string PersonKey { get; private set; } = "";

    public IReadOnlyList<CriterionScore> Scores { get; private set; } = [];

    public DateTimeOffset ScoredAt { get; private set; }

    /// <summary>When it was struck, because its person declared an interest after all; null while it counts.</summary>
    public DateTimeOffset? StruckAt { get; private set; }

    public int Version { get; private set; }

    public static ScoreSheet Of(ClusterId cluster, RoundId round, BidId bid, string person) => new()
    {
        ClusterId = cluster,
        Id = ScoreSheetId.New(),
        RoundId = round,
        BidId = bid,
        Person = person,
        PersonKey = PersonName.Plain(person),
    };

    /// <summary>Scores some criteria; the others stay as they are.</summary>
    public void Put(IReadOnlyList<CriterionScore> scores, DateTimeOffset now)
    {
        Scores = [.. Scores.Where(old => scores.All(score => score.CriterionId != old.CriterionId)), .. scores];
        ScoredAt = now;
        Version++;
    }

    public void Strike(DateTimeOffset now)
    {
        StruckAt = now;
        Version++;
    }

    /// <summary>Whether a consensus can rest on it.</summary>
    public bool Counts(QualityCriterionId criterion) => StruckAt is null && Scores.Any(score => score.CriterionId == criterion);
}
