using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>A hash over some transfers, whatever their order: told in the journal, whose own hashes are chained, it shows if one of them is
/// ever changed, taken away or added to.</summary>
public sealed class TransferDigest
{
    private readonly List<byte[]> _hashes = [];

    public static string Of(IEnumerable<Transfer> transfers)
    {
        var digest = new TransferDigest();
        foreach (var transfer in transfers)
            digest.Add(transfer);
        return digest.ToString();
    }

    public void Add(Transfer t) => _hashes.Add(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{t.ClusterId.Value} {t.Id.Value} {t.SettlementId?.Value} {t.CorrectionId?.Value} {t.PaymentId?.Value}{(t.Adjusts is { } award ? $" {award.Value}" : "")} {t.LotId?.Value} {t.Part} {t.Period} {t.FromKind} {t.FromOwner} {t.ToKind} {t.ToOwner} {t.Amount} {t.Vat} {t.At.UtcTicks / TimeSpan.TicksPerMicrosecond}"))));

    /// <summary>SHA-256 over the transfers' own hashes in their order, as hexadecimal digits.</summary>
    public override string ToString()
    {
        _hashes.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var hash in _hashes)
            all.AppendData(hash);
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
