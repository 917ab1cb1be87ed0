using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>What one line of a bank statement says.</summary>
/// <param name="Amount">Minor units; negative for money that went out.</param>
/// <param name="Repeats">How many lines before it in the same statement say the same: two equal payments on one day are two.</param>
public readonly record struct BankLineText(DateOnly BookedOn, long Amount, string Reference, string Description, int Repeats);

/// <summary>One line of an imported bank statement; imported again it is recognised.</summary>
public sealed class BankLine
{
    private BankLine()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public BankLineId Id { get; private set; }

    /// <summary>SHA-256 over all that the line says.</summary>
    public byte[] Fingerprint { get; private set; } = [];

    public DateOnly BookedOn { get; private set; }

    /// <summary>Minor units; negative for money that went out.</summary>
    public long Amount { get; private set; }

    public string Reference { get; private set; } = "";

    public string Description { get; private set; } = "";

    public DateTimeOffset ImportedAt { get; private set; }

    public int Version { get; private set; }

    public static BankLine Of(ClusterId cluster, BankLineText text, DateTimeOffset now) => new()
    {
        ClusterId = cluster,
        Id = BankLineId.New(),
        Fingerprint = FingerprintOf(text),
        BookedOn = text.BookedOn,
        Amount = text.Amount,
        Reference = text.Reference,
        Description = text.Description,
        ImportedAt = now,
        Version = 1,
    };

    public static byte[] FingerprintOf(BankLineText text) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{text.BookedOn:yyyy-MM-dd}\n{text.Amount}\n{text.Reference}\n{text.Description}\n{text.Repeats}")));
}
