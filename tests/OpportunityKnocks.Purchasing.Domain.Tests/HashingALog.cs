using System.Security.Cryptography;
using System.Text;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class HashingALog
{
    // The test vectors of the reference implementation of RFC 6962 (certificate-transparency, merkletree).
    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString),
    ];

    [TestCase(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [TestCase(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [TestCase(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [TestCase(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [TestCase(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [TestCase(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [TestCase(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [TestCase(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void gives_the_published_roots(int leaves, string root)
    {
        Assert.That(Convert.ToHexStringLower(MerkleTree.RootOf(Leaves[..leaves])), Is.EqualTo(root));
    }

    [Test]
    public void gives_the_root_of_the_definition_for_any_number_of_leaves()
    {
        for (var count = 1; count <= 70; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"entry {i}")).ToArray();

            Assert.That(MerkleTree.RootOf(leaves), Is.EqualTo(ByDefinition(leaves)), $"{count} leaves");
        }
    }

    [Test]
    public void notices_any_change()
    {
        var root = MerkleTree.RootOf(Leaves);

        Assert.That(MerkleTree.RootOf([.. Leaves.Reverse()]), Is.Not.EqualTo(root));
        Assert.That(MerkleTree.RootOf(Leaves[1..]), Is.Not.EqualTo(root));
        Assert.That(MerkleTree.RootOf([.. Leaves, Leaves[^1]]), Is.Not.EqualTo(root));
        Assert.That(MerkleTree.RootOf([root]), Is.Not.EqualTo(root), "a node does not pass for a leaf");
    }

    /// <summary>RFC 6962, 2.1, word for word: split at the largest power of two smaller than the number of leaves.</summary>
    private static byte[] ByDefinition(byte[][] leaves)
    {
        if (leaves.Length == 1)
            return SHA256.HashData([0, .. leaves[0]]);

        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return SHA256.HashData([1, .. ByDefinition(leaves[..split]), .. ByDefinition(leaves[split..])]);
    }
}
