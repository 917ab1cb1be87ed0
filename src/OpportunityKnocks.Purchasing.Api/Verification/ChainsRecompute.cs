using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Walks every cluster's journal from its first entry and hashes it again.</summary>
public sealed class ChainsRecompute : IInvariant
{
    public string Name => "I5";

    public string Rule => "The audit chain recomputes to its head, without a gap.";

    public async IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var feed in await db.Feeds.AsNoTracking().ToListAsync(ct))
        {
            if (await FirstBreachAsync(db, feed, ct) is { } breach)
                yield return $"Cluster {feed.ClusterId.Value}: {breach}";
        }
    }

    private static async Task<string?> FirstBreachAsync(PurchasingDb db, Feed feed, CancellationToken ct)
    {
        var (position, hash) = (0L, new byte[32]);
        var entries = db.Journal.AsNoTracking()
            .Where(e => e.ClusterId == feed.ClusterId && e.Position != null)
            .OrderBy(e => e.Position)
            .AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(ct))
        {
            if (entry.Position != ++position)
                return $"the entry at position {position} is missing.";

            hash = Sequencer.ChainHash(hash, feed.ClusterId.Value, position, EntryToChain.Of(entry));
            if (!hash.AsSpan().SequenceEqual(entry.Hash))
                return $"the entry at position {position} ({entry.Id.Value}) does not fit its hash.";
        }

        return position == feed.Position && hash.AsSpan().SequenceEqual(feed.Hash)
            ? null
            : $"the head is at position {feed.Position}, the last entry at {position}, or their hashes differ.";
    }
}
