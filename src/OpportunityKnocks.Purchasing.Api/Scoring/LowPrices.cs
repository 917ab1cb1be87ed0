using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>A lot in which a bid's price is abnormally low.</summary>
/// <param name="Net">Over the term at the tendered demand, unrounded.</param>
/// <param name="UnderMeanPercent">How far under the mean of the other bids.</param>
/// <param name="UnderNextPercent">How far under the next bid; only of the lowest.</param>
public sealed record LowPriceLot(Guid LotId, string Net, string UnderMeanPercent, string? UnderNextPercent);

/// <summary>A bid whose price is abnormally low, and what was done about it.</summary>
/// <param name="SupplierId">Left out while the round hides suppliers.</param>
/// <param name="Lots">Where it is low now; none of one that is excluded, or low no more.</param>
/// <param name="AnswerBy">From when it is decided without the answer.</param>
/// <param name="Settled">Whether nothing is left to decide on.</param>
/// <param name="Version">Of the inquiry; 0 before anybody asked or decided.</param>
public sealed record LowPriceResponse(
    Guid BidId,
    string Label,
    Guid? SupplierId,
    IReadOnlyList<LowPriceLot> Lots,
    string? Question,
    string? AskedBy,
    DateTimeOffset? AnswerBy,
    string? Answer,
    DateTimeOffset? AnsweredAt,
    LowPriceDecision? Decision,
    string? Reason,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    bool Settled,
    int Version) : IVersioned;

/// <summary>Finds abnormally low prices among the bids that are considered now: when one is excluded, another can come to light.</summary>
public sealed class LowPrices(PurchasingDb db, ScoringRecords records)
{
    public async Task<ILookup<BidId, (LotId LotId, LowPrice Price)>> FindAsync(ClusterId cluster, RoundId id, CancellationToken ct)
    {
        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleAsync(r => r.ClusterId == cluster && r.Id == id, ct);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var offers = (await db.LoadOffersAsync(cluster, id, currency, ct)).SelectMany(b => b.Lots, (b, o) => (b.BidId, Offer: o)).ToLookup(o => o.Offer.LotId);
        return (await records.LotsAsync(round, ct))
            .SelectMany(lot => AbnormallyLow.Find(offers[lot.Id]
                .Where(o => o.Offer.CanSupply(lot.Quantity))
                .Select(o => new LotPrice(o.BidId, o.Offer.UnroundedCost(lot.Quantity, lot.Periods, lot.Members)))), (lot, price) => (LotId: lot.Id, Price: price))
            .ToLookup(low => low.Price.BidId);
    }

    /// <summary>Every bid that is low, or was looked into, in the order of the labels.</summary>
    public async Task<IReadOnlyList<LowPriceResponse>> ReadAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var low = await FindAsync(cluster, round, ct);
        var names = await db.NameBidsAsync(cluster, round, ct);
        var inquiries = await db.PriceInquiries.AsNoTracking().Where(i => i.ClusterId == cluster && i.RoundId == round).ToDictionaryAsync(i => i.BidId, ct);
        var suppliers = await db.Bids.Where(b => b.ClusterId == cluster && b.RoundId == round).ToDictionaryAsync(b => b.Id, b => b.SupplierId, ct);
        return
        [
            .. names.Labels.Keys.Where(bid => low.Contains(bid) || inquiries.ContainsKey(bid)).OrderBy(bid => names[bid].Length).ThenBy(bid => names[bid], StringComparer.Ordinal)
                .Select(bid => Show(bid, names, names.HidesSuppliers ? null : suppliers[bid].Value, [.. low[bid]], inquiries.GetValueOrDefault(bid))),
        ];
    }

    /// <exception cref="DomainException"><see cref="EvaluationRefusals.LowPriceUndecided"/>, naming the bids.</exception>
    public async Task RequireDecidedAsync(Round round, CancellationToken ct)
    {
        var open = (await ReadAsync(round.ClusterId, round.Id, ct)).Where(low => !low.Settled).Select(low => low.Label).ToList();
        if (open.Count > 0)
            throw EvaluationRefusals.LowPriceUndecided.Because($"Decide on {string.Join(", ", open)}: see abnormally-low.");
    }

    private static LowPriceResponse Show(
        BidId bid, BidNames names, Guid? supplier, IReadOnlyList<(LotId LotId, LowPrice Price)> low, PriceInquiry? inquiry) => new(
        bid.Value,
        names[bid],
        supplier,
        [.. low.Select(l => new LowPriceLot(
            l.LotId.Value,
            new Fraction((System.Numerics.BigInteger)l.Price.Net, UnitPrice.PerUnit).ToDecimal(UnitPrice.Decimals),
            l.Price.UnderMean.ToDecimal(0, 2),
            l.Price.UnderNext?.ToDecimal(0, 2)))],
        inquiry?.Question,
        inquiry?.AskedBy,
        inquiry?.AnswerBy,
        inquiry?.Answer,
        inquiry?.AnsweredAt,
        inquiry?.Decision,
        inquiry?.Reason,
        inquiry?.DecidedBy,
        inquiry?.DecidedAt,
        low.Count == 0 || inquiry?.Settles(low.Select(l => l.LotId)) == true,
        inquiry?.Version ?? 0);
}
