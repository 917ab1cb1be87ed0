using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>What a member pays one supplier of a lot, in one charge period.</summary>
/// <param name="Part">Which of the lot's suppliers.</param>
/// <param name="Period">From 1.</param>
public readonly record struct ChargeKey(AwardId AwardId, LotId LotId, int Part, MemberId MemberId, int Period);

/// <summary>Names a charge. It follows from its key, so that a schedule of a hundred thousand charges is kept nowhere and still has
/// addresses.</summary>
public readonly record struct ChargeId(Guid Value) : IId<ChargeId>
{
    private const int GuidSize = 16;

    public static ChargeId From(Guid value) => new(value);

    /// <summary>A UUID of version 8 (RFC 9562) over the key.</summary>
    public static ChargeId Of(ChargeKey key)
    {
        Span<byte> text = stackalloc byte[(3 * GuidSize) + (2 * sizeof(int))];
        key.AwardId.Value.TryWriteBytes(text, bigEndian: true, out _);
        key.LotId.Value.TryWriteBytes(text[GuidSize..], bigEndian: true, out _);
        key.MemberId.Value.TryWriteBytes(text[(2 * GuidSize)..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(text[(3 * GuidSize)..], key.Part);
        BinaryPrimitives.WriteInt32BigEndian(text[((3 * GuidSize) + sizeof(int))..], key.Period);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new ChargeId(new Guid(hash[..GuidSize], bigEndian: true));
    }
}
