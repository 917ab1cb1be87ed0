using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>What a settlement posts.</summary>
public enum SettlementKind
{
    /// <summary>Charge periods, each for the first time.</summary>
    Periods,

    /// <summary>By how much a posted period turned out different.</summary>
    Correction,
}

/// <summary>The numbered posting of charge periods, or of a correction, to the ledger. It is never changed.</summary>
public sealed class Settlement
{
    private readonly List<SettledPeriod> _periods = [];
    private readonly List<CorrectedPeriod> _corrections = [];

    private Settlement()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public SettlementId Id { get; private set; }

    /// <summary>1, 2, 3, ... in the cluster.</summary>
    public long Number { get; private set; }

    public RoundId RoundId { get; private set; }

    public AwardId AwardId { get; private set; }

    /// <summary>Every period that starts on or before this day is posted, here or earlier.</summary>
    public DateOnly Through { get; private set; }

    public DateTimeOffset PostedAt { get; private set; }

    public SettlementKind Kind { get; private set; }

    /// <summary>The settlement a correction corrects; null otherwise.</summary>
    public SettlementId? Corrects { get; private set; }

    /// <summary>Why there is a correction; null otherwise.</summary>
    public string? Reason { get; private set; }

    public int Version { get; private set; }

    public IReadOnlyList<SettledPeriod> Periods => _periods;

    public IReadOnlyList<CorrectedPeriod> Corrections => _corrections;

    /// <summary>Takes every charge period of every awarded lot that starts on or before a day and is not posted yet.</summary>
    /// <param name="posted">How many periods of each lot are posted: always the first ones.</param>
    /// <exception cref="DomainException"><see cref="RoundRefusals.WrongState"/> or <see cref="LedgerRefusals.NothingToSettle"/></exception>
    public static Settlement Of(
        Round round, Award? award, IReadOnlyDictionary<LotId, int> posted, DateOnly through, DateTimeOffset now)
    {
        if (round.State != RoundState.Contracted || award is null)
            throw RoundRefusals.WrongState.Because($"The round is {round.State}. Charge periods are posted while it is contracted.");

        var settlement = new Settlement
        {
            ClusterId = round.ClusterId,
            Id = SettlementId.New(),
            RoundId = round.Id,
            AwardId = award.Id,
            Through = through,
            PostedAt = now,
            Version = 1,
        };
        foreach (var lot in award.Lots.Where(lot => lot.SupplierId is not null))
        {
            var term = round.Lots.Single(l => l.Id == lot.LotId).Term;
            for (var period = posted.GetValueOrDefault(lot.LotId) + 1; period <= term.Periods && term.StartOf(period) <= through; period++)
                settlement._periods.Add(SettledPeriod.Of(settlement, lot, period, term.StartOf(period)));
        }

        return settlement._periods.Count > 0 ? settlement : throw LedgerRefusals.NothingToSettle.Because(NextStart(round, award, posted));
    }

    /// <summary>Takes one posted period up again: by how much it turned out different from all that is posted for it.</summary>
    /// <exception cref="DomainException"><see cref="LedgerRefusals.NothingToCorrect"/></exception>
    public static Settlement Correct(Settlement posted, SettledPeriod period, PeriodDue due, PostedPeriod before, string reason, DateTimeOffset now)
    {
        var settlement = new Settlement
        {
            ClusterId = posted.ClusterId,
            Id = SettlementId.New(),
            RoundId = posted.RoundId,
            AwardId = posted.AwardId,
            Through = posted.Through,
            PostedAt = now,
            Kind = SettlementKind.Correction,
            Corrects = posted.Id,
            Reason = reason,
            Version = 1,
        };
        settlement._corrections.Add(CorrectedPeriod.Of(settlement, period, due, before));
        return settlement;
    }

    /// <summary>Gives the settlement its number, last of all.</summary>
    public void TakeNumber(long number) => Number = number;

    /// <summary>Whether no period of the award is left to post.</summary>
    public bool Completes(Award award, IReadOnlyDictionary<LotId, int> posted) =>
        award.Lots.Where(lot => lot.SupplierId is not null)
            .All(lot => posted.GetValueOrDefault(lot.LotId) + _periods.Count(p => p.LotId == lot.LotId && p.Part == lot.Part) == lot.Periods);

    private static string NextStart(Round round, Award award, IReadOnlyDictionary<LotId, int> posted)
    {
        var next = award.Lots.Where(lot => lot.SupplierId is not null && posted.GetValueOrDefault(lot.LotId) < lot.Periods)
            .Min(lot => round.Lots.Single(l => l.Id == lot.LotId).Term.StartOf(posted.GetValueOrDefault(lot.LotId) + 1));
        return $"The next period starts on {next:yyyy-MM-dd}.";
    }
}
