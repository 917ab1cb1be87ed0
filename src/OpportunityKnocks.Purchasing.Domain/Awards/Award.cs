using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Where an award is in its life.</summary>
public enum AwardState
{
    Active,

    /// <summary>Its round ended before the contracts.</summary>
    Cancelled,

    /// <summary>Another one took its place, without those who did not accept it.</summary>
    Superseded,

    /// <summary>Taken back before the contracts; its round is evaluated again.</summary>
    Withdrawn,
}

/// <summary>What closing a round fixed: who supplies what to whom, at what price, and how that came about. But for its cancellation it
/// never changes. Amounts are minor units of the currency, over the whole term.</summary>
public sealed class Award
{
    private readonly List<AwardedLot> _lots = [];
    private readonly List<RecordedPass> _passes = [];

    private Award()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public AwardState State { get; private set; }

    /// <summary>Why the coordinator closed the round so.</summary>
    public string Reason { get; private set; } = "";

    public Currency Currency { get; private set; }

    /// <summary>What the coordinator demanded of it.</summary>
    public AwardRules Rules { get; private set; } = AwardRules.None;

    /// <summary>Whether no award under these rules has a lower evaluated cost; otherwise it is the best that was found.</summary>
    public bool IsProved { get; private set; }

    /// <summary>How many different members are served.</summary>
    public int Members { get; private set; }

    public long Net { get; private set; }

    public long Vat { get; private set; }

    /// <summary>The part of the VAT the members cannot get back.</summary>
    public long UnrecoveredVat { get; private set; }

    public DateTimeOffset AwardedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>The award whose place it took; null for a first one.</summary>
    public AwardId? Supersedes { get; private set; }

    /// <summary>Every lot of the round, awarded or not; one with several suppliers once for each.</summary>
    public IReadOnlyList<AwardedLot> Lots => _lots;

    public IReadOnlyList<RecordedPass> Passes => _passes;

    /// <summary>What it costs the members in the end: net and the VAT they cannot get back.</summary>
    public Money Cost => new(checked(Net + UnrecoveredVat), Currency);

    /// <param name="offerVersions">The version of each considered bid.</param>
    /// <exception cref="DomainException"><see cref="AwardRefusals.NothingToAward"/>, saying why for each lot.</exception>
    public static Award Fix(
        Round round, AwardProblem problem, AwardResult result, IReadOnlyDictionary<BidId, int> offerVersions, string reason, DateTimeOffset now)
    {
        if (result.Shares.Count == 0)
            throw AwardRefusals.NothingToAward.Because(string.Join(" ", result.Lots.Select(lot => WhyNot(round, lot))));

        var award = new Award
        {
            ClusterId = round.ClusterId,
            Id = AwardId.New(),
            RoundId = round.Id,
            State = AwardState.Active,
            Reason = reason,
            Currency = problem.Currency,
            Rules = problem.Rules,
            IsProved = result.IsProved,
            Members = result.Shares.SelectMany(lot => lot.Shares, (_, share) => share.Member.MemberId).Distinct().Count(),
            AwardedAt = now,
            Version = 1,
        };
        foreach (var outcome in result.Lots)
        {
            var shares = result.Shares.Where(lot => lot.LotId == outcome.Lot.Id).ToList();
            award._lots.AddRange(AwardedLot.Of(award, problem.FeePolicy, outcome, shares, offerVersions));
        }

        foreach (var lot in award._lots)
        {
            award.Net = checked(award.Net + lot.Net);
            award.Vat = checked(award.Vat + lot.Vat);
            award.UnrecoveredVat = checked(award.UnrecoveredVat + lot.UnrecoveredVat);
        }

        award._passes.AddRange(result.Passes.Select(pass => RecordedPass.Of(award, pass)));
        return award;
    }

    /// <summary>Makes room for another one.</summary>
    public void Supersede()
    {
        if (State != AwardState.Active)
            throw new InvalidOperationException("Only an active award is superseded.");
        State = AwardState.Superseded;
        Version++;
    }

    /// <summary>Takes the place of a superseded one.</summary>
    public void Succeed(Award superseded) => Supersedes = superseded.Id;

    /// <summary>Follows the end of its round.</summary>
    public void Cancel()
    {
        if (State != AwardState.Active)
            throw new InvalidOperationException("An award is cancelled once.");
        State = AwardState.Cancelled;
        Version++;
    }

    /// <summary>Taken back by the coordinators: nobody is bound by it any more.</summary>
    public void Withdraw()
    {
        if (State != AwardState.Active)
            throw new InvalidOperationException("Only an active award is withdrawn.");
        State = AwardState.Withdrawn;
        Version++;
    }

    private static string WhyNot(Round round, LotOutcome lot) =>
        $"Lot {lot.Lot.Number} ({round.Lots.Single(l => l.Id == lot.Lot.Id).Title}): {NotAwarded.InWords(lot.NotAwarded!.Value)}";
}

/// <summary>Why a lot is not awarded, for people.</summary>
public static class NotAwarded
{
    public static string InWords(NotAwardedReason reason) => reason switch
    {
        NotAwardedReason.NoNeedLeft => "no need is left in it.",
        NotAwardedReason.NoBid => "nobody bid for it.",
        NotAwardedReason.BelowMinimumQuantity => "the demand is below the least quantity of every offer.",
        NotAwardedReason.AboveCapacity => "the demand is above the capacity of every offer.",
        NotAwardedReason.BelowLotMinimum => "what is left of the demand is below the lot's minimum, or fills no pack.",
        NotAwardedReason.NoCombination => "no combination of the offers supplies the demand exactly.",
        NotAwardedReason.AmountTooLarge => "it costs more than any amount the system keeps.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
