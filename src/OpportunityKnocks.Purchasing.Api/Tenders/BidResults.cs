using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Tenders;

/// <summary>How a bid fared in a lot.</summary>
public enum LotResult
{
    Won,
    NotWon,

    /// <summary>Nobody won the lot.</summary>
    NotAwarded,

    /// <summary>It could not supply the demand.</summary>
    Unsuitable,

    /// <summary>The bid was not considered.</summary>
    NotConsidered,
}

/// <summary>A score that was agreed on.</summary>
/// <param name="Note">Why; of the own bid only.</param>
public sealed record ResultScore(Guid CriterionId, string Title, int Weight, Score Score, string? Note);

/// <summary>Who won, and by what.</summary>
/// <param name="EvaluatedCost">What its bid for the lot was compared by, at the demand that was awarded.</param>
/// <param name="Quality">The weighted scores; left out where price alone decided.</param>
public sealed record ResultWinner(string Name, string? EvaluatedCost, Score? Quality, IReadOnlyList<ResultScore> Scores);

/// <param name="Rank">Left out of a bid that was not compared.</param>
/// <param name="Compared">How many bids were.</param>
/// <param name="Reason">In words.</param>
public sealed record ResultLot(
    Guid LotId, int Number, string Title, LotResult Result, int? Rank, int Compared, string? EvaluatedCost, string Reason, IReadOnlyList<ResultWinner> Winners);

/// <summary>How a supplier's bid fared.</summary>
/// <param name="State">Of the bid.</param>
/// <param name="Lots">The lots it offered, or all of one that was not considered.</param>
public sealed record ResultResponse(
    Guid RoundId,
    DateTimeOffset AwardedAt,
    BidState State,
    ExclusionReason? ExclusionReason,
    string? ExclusionNote,
    Score? Quality,
    IReadOnlyList<ResultScore> Scores,
    IReadOnlyList<ResultLot> Lots);

/// <summary>Tells a supplier of its own bid and of the winners, and nothing of anybody else but a number.</summary>
public sealed class BidResults(PurchasingDb db)
{
    /// <param name="award">The active one, with its lots.</param>
    public async Task<ResultResponse> OfAsync(Round round, Award award, Bid own, CancellationToken ct)
    {
        var winners = award.Lots.Where(l => l.SupplierId is not null).Select(l => l.SupplierId!.Value).Distinct().ToList();
        var names = await db.Organisations.Where(o => winners.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var agreed = (await db.ConsensusOf(round.ClusterId, round.Id).ToListAsync(ct)).ToDictionary(c => c.BidId, c => c.Scores);
        var terms = await db.BidVersions.Where(v => v.ClusterId == own.ClusterId && v.BidId == own.Id && v.Number == own.OfferVersion)
            .Select(v => v.TermsVersion).SingleAsync(ct);
        var state = own.StateUnder(terms, round.TermsVersion);
        var considered = state == BidState.Submitted;

        return new ResultResponse(
            round.Id.Value,
            award.AwardedAt,
            state,
            own.ExclusionReason,
            own.ExclusionNote,
            considered ? QualityOf(round, agreed, own.Id) : null,
            ScoresOf(round, agreed, own.Id, withNotes: true),
            [
                .. award.Lots.GroupBy(l => l.LotId).Select(parts => (Lot: round.Lots.Single(l => l.Id == parts.Key), Parts: parts.OrderBy(p => p.Part).ToList()))
                    .Where(l => !considered || l.Parts[0].Candidates.Any(c => c.BidId == own.Id))
                    .OrderBy(l => l.Lot.Number)
                    .Select(l => LotOf(l.Lot, l.Parts, own, considered, part => WinnerOf(round, part, names, agreed))),
            ]);
    }

    private static ResultLot LotOf(Lot lot, List<AwardedLot> parts, Bid own, bool considered, Func<AwardedLot, ResultWinner> winnerOf)
    {
        var candidates = parts[0].Candidates;
        var mine = candidates.SingleOrDefault(c => c.BidId == own.Id);
        var result = !considered ? LotResult.NotConsidered
            : parts.Any(p => p.BidId == own.Id) ? LotResult.Won
            : mine?.Unsuitable is not null ? LotResult.Unsuitable
            : parts[0].NotAwarded is not null ? LotResult.NotAwarded
            : LotResult.NotWon;
        var compared = candidates.Count(c => c.Rank is not null);
        return new ResultLot(
            lot.Id.Value,
            lot.Number,
            lot.Title,
            result,
            mine?.Rank,
            compared,
            mine?.EvaluatedCost,
            Reason(result, parts[0], mine, compared),
            [.. parts.Where(p => p.BidId is not null && p.BidId != own.Id).Select(winnerOf)]);
    }

    private static string Reason(LotResult result, AwardedLot lot, RankedOffer? own, int compared) => result switch
    {
        LotResult.Won => "Your bid was awarded.",
        LotResult.NotWon => own?.Rank is { } rank
            ? $"Your bid was number {rank} of {compared} by evaluated cost; the award with the lowest evaluated cost of all lots together goes to others."
            : "The award with the lowest evaluated cost goes to others.",
        LotResult.NotAwarded => $"The lot is not awarded: {NotAwarded.InWords(lot.NotAwarded!.Value)}",
        LotResult.Unsuitable => own!.Unsuitable switch
        {
            NotAwardedReason.BelowMinimumQuantity => "The demand is below the least quantity you supply.",
            NotAwardedReason.AboveCapacity => "The demand is above your capacity.",
            _ => "Your bid cannot supply the demand.",
        },
        LotResult.NotConsidered => "Your bid was not considered; see its exclusion.",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static ResultWinner WinnerOf(
        Round round, AwardedLot part, Dictionary<OrganisationId, string> names, Dictionary<BidId, IReadOnlyList<AgreedScore>> agreed) => new(
        names[part.SupplierId!.Value],
        part.Candidates.SingleOrDefault(c => c.BidId == part.BidId)?.EvaluatedCost,
        QualityOf(round, agreed, part.BidId!.Value),
        ScoresOf(round, agreed, part.BidId.Value, withNotes: false));

    private static Score? QualityOf(Round round, Dictionary<BidId, IReadOnlyList<AgreedScore>> agreed, BidId bid) =>
        round.Evaluation.ScoresQuality && agreed.TryGetValue(bid, out var scores) && QualityScore.Of(round.Evaluation, scores) is { } quality ? new Score(quality) : null;

    private static List<ResultScore> ScoresOf(Round round, Dictionary<BidId, IReadOnlyList<AgreedScore>> agreed, BidId bid, bool withNotes) =>
    [
        .. round.Evaluation.Criteria.Join(
            agreed.GetValueOrDefault(bid) ?? [], c => c.Id, s => s.CriterionId,
            (c, s) => new ResultScore(c.Id.Value, c.Title, c.Weight, s.Score, withNotes ? s.Note : null)),
    ];
}
