namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>What all agreed on for one criterion.</summary>
/// <param name="By">Who recorded it.</param>
public sealed record AgreedScore(QualityCriterionId CriterionId, Score Score, string Note, string By, DateTimeOffset At);

/// <summary>What those who scored a bid agreed on: the scores that count.</summary>
public sealed class Consensus
{
    private Consensus()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ConsensusId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public BidId BidId { get; private set; }

    public IReadOnlyList<AgreedScore> Scores { get; private set; } = [];

    public int Version { get; private set; }

    public static Consensus On(ClusterId cluster, RoundId round, BidId bid) =>
        new() { ClusterId = cluster, Id = ConsensusId.New(), RoundId = round, BidId = bid };

    /// <param name="sheets">Of the bid: each score rests on one at least.</param>
    /// <param name="replaces">Why a score that was agreed on is replaced; null when none is.</param>
    public void Agree(
        IReadOnlyList<CriterionScore> scores, IReadOnlyCollection<ScoreSheet> sheets, string? replaces, string by, DateTimeOffset now)
    {
        foreach (var criterion in scores.Select(score => score.CriterionId))
        {
            if (!sheets.Any(sheet => sheet.Counts(criterion)))
                throw EvaluationRefusals.NoIndividualScore.Because($"Nobody has scored criterion {criterion.Value} of this bid yet.");
            if (Has(criterion) && replaces is null)
                throw EvaluationRefusals.ConsensusGiven.Because($"Say why the score of criterion {criterion.Value} is replaced.");
        }

        Scores = [.. Scores.Where(old => scores.All(score => score.CriterionId != old.CriterionId)),
            .. scores.Select(score => new AgreedScore(score.CriterionId, score.Score, score.Note, by, now))];
        Version++;
    }

    /// <summary>Takes back what rested on a sheet that was struck.</summary>
    /// <returns>Whether anything did.</returns>
    public bool Reopen(ScoreSheet struck)
    {
        var stays = Scores.Where(agreed => struck.Scores.All(score => score.CriterionId != agreed.CriterionId)).ToList();
        if (stays.Count == Scores.Count)
            return false;

        Scores = stays;
        Version++;
        return true;
    }

    public bool Has(QualityCriterionId criterion) => Scores.Any(agreed => agreed.CriterionId == criterion);
}
