using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>A bid that was compared.</summary>
/// <param name="SupplierName">Left out while the round hides suppliers.</param>
/// <param name="Quality">q.</param>
public sealed record RecordedBid(
    Guid BidId,
    string Label,
    Guid? SupplierId,
    string? SupplierName,
    IReadOnlyList<EvaluatorScores> Individual,
    IReadOnlyList<AgreedScoreResponse> Consensus,
    Score Quality);

/// <summary>An offer for a lot.</summary>
/// <param name="Net">Unrounded, over the term, in the major unit; left out if it cannot supply the demand.</param>
/// <param name="EvaluatedCost">Net x factor, exact.</param>
public sealed record RecordedOffer(Guid BidId, Percent VatRate, string? Net, string Factor, string? EvaluatedCost, int? Rank);

/// <summary>A lot at the demand that was tendered.</summary>
/// <param name="Unrecovered">The share of its VAT that the members cannot get back: a fraction in lowest terms.</param>
public sealed record RecordedLot(
    Guid LotId, int Number, long Quantity, int Members, int Periods, string Unrecovered, IReadOnlyList<RecordedOffer> Offers);

/// <summary>Everything that is needed to rank the bids again, each alone, at the demand that was tendered.</summary>
/// <param name="Formula">In words; <paramref name="FormulaVersion"/> changes with it.</param>
/// <param name="KeptAt">When the round was closed with it; left out of one that is still to change.</param>
public sealed record ScoringRecordResponse(
    Guid RoundId,
    string FormulaVersion,
    string Formula,
    int PriceWeight,
    IReadOnlyList<RoundCriterion> Criteria,
    IReadOnlyList<RecordedBid> Bids,
    IReadOnlyList<RecordedLot> Lots,
    DateTimeOffset? KeptAt = null)
{
    // What is left out of an answer is kept as null, so that it can be read back strictly.
    private static readonly JsonSerializerOptions Kept = new(StrictJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public string Write() => JsonSerializer.Serialize(this, Kept);

    public static ScoringRecordResponse Read(string text) => JsonSerializer.Deserialize<ScoringRecordResponse>(text, Kept)!;
}

/// <summary>Makes out how the considered bids compare now.</summary>
public sealed class ScoringRecords(PurchasingDb db, BidScores scores)
{
    private const int NetDecimals = 4;
    private const int FactorDecimals = 6;

    public async Task<ScoringRecordResponse> ComputeAsync(ClusterId cluster, RoundId id, CancellationToken ct)
    {
        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleAsync(r => r.ClusterId == cluster && r.Id == id, ct);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var names = await db.NameBidsAsync(cluster, id, ct);
        var qualities = await db.ConsensusScoresAsync(cluster, id, ct);
        var offers = (await db.LoadOffersAsync(cluster, id, currency, ct)).SelectMany(b => b.Lots, (b, o) => (b.BidId, Offer: o)).ToLookup(o => o.Offer.LotId);
        var lots = await LotsAsync(round, ct);
        var shown = (await scores.ReadAsync(cluster, id, only: null, ct)).ToDictionary(s => s.BidId);
        var suppliers = await db.OpenedBidsOf(cluster, id).ToDictionaryAsync(b => b.Id, b => b.SupplierName, ct);
        var evaluation = RoundEvaluationResponse.Of(round.Evaluation);

        return new ScoringRecordResponse(
            id.Value,
            QualityScore.FormulaVersion,
            QualityScore.Formula,
            evaluation.PriceWeight,
            evaluation.Criteria,
            [.. (await db.ConsideredBidIdsAsync(cluster, id, ct)).Select(bid => ToBid(shown[bid.Value], names.HidesSuppliers ? null : suppliers[bid], qualities.GetValueOrDefault(bid)))],
            [.. lots.Select(lot => ToLot(lot, LotComparison.Of(
                lot, evaluation.PriceWeight, offers[lot.Id].Select(o => (o.BidId, o.Offer, qualities.GetValueOrDefault(o.BidId))))))]);
    }

    /// <summary>The lots at the demand that was tendered.</summary>
    public async Task<IReadOnlyList<TenderedLot>> LotsAsync(Round round, CancellationToken ct)
    {
        var unrecovered = await db.Needs
            .Where(n => n.ClusterId == round.ClusterId && n.RoundId == round.Id && n.LotId != null && n.State == NeedState.Pooled)
            .Join(db.Members, n => new { n.ClusterId, n.MemberId }, m => new { m.ClusterId, MemberId = m.Id }, (n, m) => new { n.LotId, n.Quantity, m.VatRecovery })
            .GroupBy(n => new { n.LotId, n.VatRecovery })
            .Select(g => new { g.Key.LotId, g.Key.VatRecovery, Quantity = g.Sum(n => n.Quantity) })
            .ToListAsync(ct);
        return
        [
            .. round.Lots.OrderBy(l => l.Number).Select(l => new TenderedLot(
                l.Id, l.Number, l.PooledQuantity ?? 0, l.PooledMembers ?? 0, l.Periods,
                ShareOf([.. unrecovered.Where(u => u.LotId == l.Id).Select(u => (u.Quantity, u.VatRecovery))]))),
        ];
    }

    private static Fraction ShareOf(IReadOnlyList<(long Quantity, Percent Recovery)> demand) => demand.Count == 0
        ? Fraction.One
        : demand.Aggregate(Fraction.Zero, (sum, d) => sum + (d.Recovery.Remainder.ToFraction() * d.Quantity)) / demand.Sum(d => d.Quantity);

    private static RecordedBid ToBid(BidScoresResponse bid, string? supplier, long quality) =>
        new(bid.BidId, bid.Label, bid.SupplierId, supplier, bid.Individual, bid.Consensus, new Score(quality));

    private static RecordedLot ToLot(TenderedLot lot, IReadOnlyList<ComparedOffer> offers) => new(
        lot.Id.Value,
        lot.Number,
        lot.Quantity,
        lot.Members,
        lot.Periods,
        lot.Unrecovered.ToString(),
        [.. offers.Select(o => new RecordedOffer(
            o.BidId.Value, o.VatRate, Write(o.Net, NetDecimals), Write(o.Factor, FactorDecimals)!, Write(o.Evaluated, NetDecimals + FactorDecimals), o.Rank))]);

    private static string? Write(Int128? scaled, int decimals) =>
        scaled is { } value ? new Fraction((System.Numerics.BigInteger)value, System.Numerics.BigInteger.Pow(10, decimals)).ToDecimal(decimals) : null;
}
