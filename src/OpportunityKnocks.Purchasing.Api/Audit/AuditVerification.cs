using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>Checks an export of the audit trail with nothing but the public key and, if there is one, a head that was kept: no database,
/// no service, and no word of the export taken on trust.</summary>
/// <param name="publicKeys">Of the service.</param>
/// <param name="earlier">A head whose signature was checked already; null when none was kept.</param>
public sealed class AuditVerification(IReadOnlyCollection<SecurityKey> publicKeys, ChainHead? earlier = null)
{
    private static readonly string Nothing = new('0', 64);

    private Guid _cluster;
    private long _position;
    private string _hash = Nothing;

    /// <summary>How many entries fitted.</summary>
    public long Entries => _position;

    public string Hash => _hash;

    private string NotAsWritten => $"After position {_position} the export is not as it was written.";

    /// <returns>The first thing that is wrong; null when everything fits.</returns>
    public async Task<string?> FindBreachAsync(TextReader export, CancellationToken ct)
    {
        var first = await export.ReadLineAsync(ct) ?? "";
        if (!first.StartsWith(AuditExporter.Opening, StringComparison.Ordinal) || !first.EndsWith(AuditExporter.EntriesFollow, StringComparison.Ordinal)
            || !Guid.TryParse(first[AuditExporter.Opening.Length..^AuditExporter.EntriesFollow.Length], out _cluster))
        {
            return "This is not an export of an audit trail.";
        }

        if (earlier is not null && earlier.Cluster != _cluster)
            return $"The earlier head is of cluster {earlier.Cluster}, the export of {_cluster}.";
        if (Remembered() is { } wrongStart)
            return wrongStart;

        var isLast = false;
        while (await export.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith(AuditExporter.HeadFollows, StringComparison.Ordinal) && isLast == _position > 0)
                return await CheckHeadAsync(line) ?? (await export.ReadToEndAsync(ct) is "" ? null : "Something follows the head.");
            if (isLast)
                return NotAsWritten;
            if (Check(line, out isLast) is { } breach)
                return breach;
        }

        return "The export ends without its head: it was cut off.";
    }

    /// <param name="isLast">Whether no comma follows: the head does.</param>
    private string? Check(string line, out bool isLast)
    {
        isLast = !line.EndsWith(',');
        var text = isLast ? line : line[..^1];
        var hashAt = text.Length - AuditExporter.EntryEnds.Length - Nothing.Length;
        var entryEnd = hashAt - AuditExporter.HashFollows.Length;
        if (entryEnd < AuditExporter.EntryBegins.Length
            || !text.StartsWith(AuditExporter.EntryBegins, StringComparison.Ordinal)
            || !text.EndsWith(AuditExporter.EntryEnds, StringComparison.Ordinal)
            || text[entryEnd..hashAt] != AuditExporter.HashFollows)
        {
            return NotAsWritten;
        }

        var entry = text[AuditExporter.EntryBegins.Length..entryEnd];
        if (WhereItSaysItIs(entry) != (_cluster, _position + 1))
            return $"After position {_position} another entry follows than the next one of this cluster: one is missing, moved or put in.";

        _hash = Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(_hash), .. Encoding.UTF8.GetBytes(entry)]));
        _position++;
        return _hash == text[hashAt..^AuditExporter.EntryEnds.Length] ? Remembered() : $"The entry at position {_position} does not fit its hash.";
    }

    private static (Guid Cluster, long Position)? WhereItSaysItIs(string entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            return (json.RootElement.GetProperty("clusterId").GetGuid(), json.RootElement.GetProperty("position").GetInt64());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>At the position of the head that was kept, the hash must be the one that was kept.</summary>
    private string? Remembered() => earlier?.Position == _position && earlier.Hash != _hash
        ? $"Up to position {_position} the trail is not the one whose head was kept: it was changed and chained again."
        : null;

    private async Task<string?> CheckHeadAsync(string line)
    {
        if (!line.EndsWith(AuditExporter.Closing, StringComparison.Ordinal)
            || await AuditSignatures.ReadAsync(line[AuditExporter.HeadFollows.Length..^AuditExporter.Closing.Length], publicKeys) is not { } head)
        {
            return "The head is not signed by the service.";
        }

        if (head != new ChainHead(_cluster, _position, _hash))
            return $"The signed head is at position {head.Position} of cluster {head.Cluster}, the last entry at {_position} of {_cluster}, or their hashes differ.";
        return earlier?.Position > _position
            ? $"The trail ends at position {_position}, but a head at {earlier.Position} was kept: it was cut off."
            : null;
    }
}
