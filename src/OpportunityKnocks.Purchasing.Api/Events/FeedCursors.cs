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
        try
        {
            using var aes = Aes.Create();
            aes.Key = _key;
            var block = aes.DecryptEcb(WebEncoders.Base64UrlDecode(cursor), PaddingMode.None);
            var position = BinaryPrimitives.ReadInt64BigEndian(block);
            if (block.AsSpan().SequenceEqual(Block(cluster, position)))
                return position;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            // Said below.
        }

        throw InvalidShapeException.Of("after", "is not a cursor of this feed");
    }

    private static byte[] Block(Guid cluster, long position)
    {
        var block = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(block, position);

        // The end of the id: its beginning is a time, and the same for neighbours.
        cluster.ToByteArray(bigEndian: true).AsSpan(8).CopyTo(block.AsSpan(8));
        return block;
    }
}
