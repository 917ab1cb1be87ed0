using System.Security.Cryptography;

namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>The hash tree of RFC 6962 (Certificate Transparency), section 2.1, over SHA-256: leaves and nodes are told apart by a prefix,
/// so that no list of leaves has the root of another.</summary>
public static class MerkleTree
{
    private const byte Leaf = 0;
    private const byte Node = 1;

    /// <returns>32 bytes; of no leaves, the hash of nothing.</returns>
    public static byte[] RootOf(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 0)
            return SHA256.HashData([]);

        // Level by level from below; a node left over at the end of a level goes up as it is.
        var level = leaves.Select(leaf => SHA256.HashData([Leaf, .. leaf])).ToList();
        while (level.Count > 1)
            level = [.. level.Chunk(2).Select(pair => pair.Length == 2 ? SHA256.HashData([Node, .. pair[0], .. pair[1]]) : pair[0])];
        return level[0];
    }
}
