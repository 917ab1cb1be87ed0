using System.Security.Cryptography;
using System.Text;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Tells whether two awards had the same before them.</summary>
public static class InputsFingerprint
{
    /// <returns>SHA-256. What a version of a bid says never changes, so the version stands for it.</returns>
    public static byte[] Of(
        Round round,
        IReadOnlyList<Domain.Awards.LotTerms> lots,
        IReadOnlyList<PooledNeed> needs,
        IReadOnlyDictionary<MemberId, Percent> vatRecovery,
        IReadOnlyList<BidOffer> bids,
        IReadOnlyDictionary<BidId, int> versions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{round.Id.Value} {round.FeePolicy} {round.Fairness} {round.LotterySeed} {round.OverbuyLimit} {round.Evaluation.PriceWeight}");
        foreach (var lot in lots.OrderBy(lot => lot.Number))
            Add($"lot {lot.Id.Value} {lot.Number} {lot.Periods} {lot.PackSize} {lot.MinimumQuantity} {lot.Divisible}");
        foreach (var bid in bids.OrderBy(bid => bid.BidId.Value))
            Add($"bid {bid.BidId.Value} {bid.SupplierId.Value} {versions[bid.BidId]} {bid.Quality}");
        foreach (var need in needs.OrderBy(need => need.Id.Value))
        {
            var recovery = vatRecovery.GetValueOrDefault(need.MemberId).Hundredths;
            Add($"need {need.Id.Value} {need.MemberId.Value} {recovery} {need.LotId.Value} {need.Quantity} {need.Ceiling?.TenThousandths} {need.Tolerance} {need.SubmittedAt.UtcTicks} {need.Bundle}");
        }

        return hash.GetHashAndReset();

        void Add(FormattableString line) => hash.AppendData(Encoding.UTF8.GetBytes($"{FormattableString.Invariant(line)}\n"));
    }
}
