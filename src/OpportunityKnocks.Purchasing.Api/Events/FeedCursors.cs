using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Events;

/// <summary>Turns positions into cursors that tell nothing: a reader cannot count what it may not see. One encrypted block holds the
/// position and a part of the cluster's id, so that a cursor of another cluster, or a made-up one, is noticed.</summary>
public sealed class FeedCursors(SecretKeys keys)
{
    private readonly byte[] _key = keys.Derive("feed cursors");

    public string Of(Guid cluster, long position)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        return WebEncoders.Base64UrlEncode(aes.EncryptEcb(Block(cluster, position), PaddingMode.None));
    }

    /// <returns>0 without a cursor.</returns>
    /// <exception cref="InvalidShapeException">This feed never gave the cursor.</exception>
    public long PositionOf(Guid cluster, string? cursor)
    {
        if (cursor is null)
            return 0;
        if (Decrypt(cursor) is { } block && BinaryPrimitives.ReadInt64BigEndian(block) is var position && block.AsSpan().SequenceEqual(Block(cluster, position)))
            return position;

        throw InvalidShapeException.Of("after", "is not a cursor of this feed");
    }

    /// <summary>One cursor for several clusters: their cursors, one after another.</summary>
    public string Of(IReadOnlyDictionary<Guid, long> positions) =>
        string.Join('.', positions.Where(p => p.Value > 0).OrderBy(p => p.Key).Select(p => Of(p.Key, p.Value)));

    /// <summary>The positions in a cursor of several clusters. Those of clusters that are no longer read are passed over.</summary>
    /// <exception cref="InvalidShapeException">A part of it was never given.</exception>
    public Dictionary<Guid, long> PositionsOf(IReadOnlyCollection<Guid> clusters, string? cursor)
    {
        var byEnd = clusters.ToLookup(EndOf);
        var positions = new Dictionary<Guid, long>();
        foreach (var part in cursor?.Split('.') ?? [])
        {
            var block = Decrypt(part) ?? throw InvalidShapeException.Of("after", "is not a cursor of this feed");
            foreach (var cluster in byEnd[BinaryPrimitives.ReadInt64BigEndian(block.AsSpan(8))])
                positions[cluster] = BinaryPrimitives.ReadInt64BigEndian(block);
        }

        return positions;
    }

    private byte[]? Decrypt(string cursor)
    {
        try
        {
            using var aes = Aes.Create();
            aes.Key = _key;
            var block = aes.DecryptEcb(WebEncoders.Base64UrlDecode(cursor), PaddingMode.None);
            return block.Length == 16 ? block : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static long EndOf(Guid cluster) => BinaryPrimitives.ReadInt64BigEndian(cluster.ToByteArray(bigEndian: true).AsSpan(8));

    private static byte[] Block(Guid cluster, long position)
    {
        var block = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(block, position);

        // The end of the id: its beginning is a time, and the same for neighbours.
        cluster.ToByteArray(bigEndian: true).AsSpan(8).CopyTo(block.AsSpan(8));
        return block;
    }
}
