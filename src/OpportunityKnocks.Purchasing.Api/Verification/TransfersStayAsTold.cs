using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>The journal told a hash over each posting's transfers, and is chained itself: a transfer that was changed, taken away or slipped
/// in shows. Postings of before hashes were told are passed over.</summary>
public sealed class TransfersStayAsTold : IInvariant
{
    public string Name => "I13";

    public string Rule => "No transfer was ever changed: each posting's are those whose hash the journal told.";

    public async IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var digests = new Dictionary<Guid, TransferDigest>();
        await foreach (var transfer in db.Transfers.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            var posting = transfer.CorrectionId?.Value ?? transfer.SettlementId?.Value ?? transfer.PaymentId?.Value ?? default;
            if (!digests.TryGetValue(posting, out var digest))
                digests.Add(posting, digest = new TransferDigest());
            digest.Add(transfer);
        }

        var told = await db.Journal.AsNoTracking()
            .Where(e => e.Type == EventType.SettlementPosted || e.Type == EventType.SettlementCorrected || e.Type == EventType.PaymentRecorded)
            .Select(e => new { e.ClusterId, e.SubjectId, e.Type, e.Payload })
            .ToListAsync(ct);
        foreach (var entry in told)
        {
            var now = digests.Remove(entry.SubjectId, out var digest) ? digest.ToString() : new TransferDigest().ToString();
            if (ToldIn(entry.Payload) is { } then && !string.Equals(then, now, StringComparison.Ordinal))
                yield return $"{entry.Type} {entry.SubjectId} of cluster {entry.ClusterId.Value}: its transfers are not those that were told.";
        }

        foreach (var posting in digests.Keys)
            yield return $"There are transfers of {posting}, which the journal does not tell of.";
    }

    private static string? ToldIn(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.TryGetProperty("transferDigest", out var digest) ? digest.GetString() : null;
    }
}
