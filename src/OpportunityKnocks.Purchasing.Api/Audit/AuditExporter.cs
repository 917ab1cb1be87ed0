using System.Text;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>Writes a cluster's whole trail as one JSON document, an entry a line: each line has the entry to the byte as it was hashed,
/// and the hash. The last line has the signed head. Nothing of it is kept in memory.</summary>
public sealed class AuditExporter(PurchasingDb db, SecretKeys keys, TimeProvider time)
{
    public const string Opening = "{\"format\":\"purchasing-audit/1\",\"cluster\":\"";
    public const string EntriesFollow = "\",\"entries\":[";
    public const string EntryBegins = "{\"entry\":";
    public const string HashFollows = ",\"hash\":\"";
    public const string EntryEnds = "\"}";
    public const string HeadFollows = "],\"head\":\"";
    public const string Closing = "\"}";

    private const int Chunk = 64 * 1024;

    public async Task WriteAsync(ClusterId cluster, Stream output, CancellationToken ct)
    {
        // Entries are never changed, so the head may be read first: what is up to it is all there.
        var feed = await db.Feeds.AsNoTracking().SingleAsync(f => f.ClusterId == cluster, ct);
        using var buffer = new MemoryStream(2 * Chunk);
        Add(buffer, $"{Opening}{cluster.Value}{EntriesFollow}\n");
        var entries = db.Journal.AsNoTracking()
            .Where(e => e.ClusterId == cluster && e.Position <= feed.Position).OrderBy(e => e.Position).AsAsyncEnumerable();
        var isFirst = true;
        await foreach (var entry in entries.WithCancellation(ct))
        {
            Add(buffer, isFirst ? EntryBegins : $",\n{EntryBegins}");
            buffer.Write(Sequencer.Canonical(cluster.Value, entry.Position!.Value, EntryToChain.Of(entry)));
            Add(buffer, $"{HashFollows}{Convert.ToHexStringLower(entry.Hash!)}{EntryEnds}");
            isFirst = false;
            if (buffer.Length > Chunk)
                await PourAsync(buffer, output, ct);
        }

        var head = keys.Sign(new ChainHead(cluster.Value, feed.Position, Convert.ToHexStringLower(feed.Hash)), time.GetUtcNow());
        Add(buffer, $"{(isFirst ? "" : "\n")}{HeadFollows}{head}{Closing}\n");
        await PourAsync(buffer, output, ct);
    }

    private static void Add(MemoryStream buffer, string text) => buffer.Write(Encoding.UTF8.GetBytes(text));

    private static async Task PourAsync(MemoryStream buffer, Stream output, CancellationToken ct)
    {
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
        buffer.SetLength(0);
    }
}
