using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>The <c>verify-audit</c> command: checks an export on any machine, with the public key and no database.</summary>
public static class VerifyAuditCommand
{
    public const string Name = "verify-audit";

    private const string Usage =
        """
        verify-audit <export.json> --key <key.json> [--head <earlier>]
          export.json   what GET /v1/clusters/{cluster}/audit/export answered
          key.json      the service's public key, or the set of them at /.well-known/jwks
          earlier       a head that was kept: an earlier export, an answer of audit/head, or the signed head alone
        """;

    /// <param name="args">What follows the command's name.</param>
    /// <returns>The process's exit code: 0 when everything fits, 1 when not, 2 when it could not be checked.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        if (args is not ([_, "--key", _] or [_, "--key", _, "--head", _]))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var keys = ReadKeys(await File.ReadAllTextAsync(args[2], ct));
            var earlier = args.Length == 5 ? await ReadHeadAsync(args[4], keys, ct) : null;
            var verification = new AuditVerification(keys, earlier);
            using var export = File.OpenText(args[0]);
            return await TellAsync(verification, await verification.FindBreachAsync(export, ct), earlier, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException or JsonException)
        {
            await output.WriteLineAsync($"It could not be checked: {e.Message}");
            return 2;
        }
    }

    private static async Task<int> TellAsync(AuditVerification verification, string? breach, ChainHead? earlier, TextWriter output)
    {
        if (breach is not null)
        {
            await output.WriteLineAsync($"BROKEN. {breach}");
            return 1;
        }

        await output.WriteLineAsync($"Everything fits: {verification.Entries} entries, head {verification.Hash}, signed by the service.");
        await output.WriteLineAsync(earlier is null
            ? "Without an earlier head (--head) a trail that was changed and chained again before it was exported looks the same. Keep this one."
            : $"The trail goes on from the head that was kept, at position {earlier.Position}.");
        return 0;
    }

    /// <summary>A set of keys, or one.</summary>
    private static IReadOnlyCollection<SecurityKey> ReadKeys(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("keys", out _) ? [.. new JsonWebKeySet(json).GetSigningKeys()] : [new JsonWebKey(json)];
    }

    private static async Task<ChainHead> ReadHeadAsync(string path, IReadOnlyCollection<SecurityKey> keys, CancellationToken ct)
    {
        var text = (await File.ReadAllTextAsync(path, ct)).Trim();
        var jws = text.StartsWith('{') ? SignedIn(text) : text;
        return await AuditSignatures.ReadAsync(jws, keys) ?? throw new FormatException("The earlier head is not signed with this key.");
    }

    private static string SignedIn(string json)
    {
        using var document = JsonDocument.Parse(json);
        var has = document.RootElement.TryGetProperty("head", out var head) || document.RootElement.TryGetProperty("signature", out head);
        return has && head.GetString() is { } jws ? jws : throw new FormatException("The earlier head's file has no signed head.");
    }
}
