using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jose;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>A bid's text as a compact JWE (RFC 7516) to its tender's key, padded with spaces to one of a few sizes, so that not even its
/// length tells much.</summary>
public static partial class Envelope
{
    /// <summary>What a text is padded to, in bytes.</summary>
    private static readonly int[] Sizes = [4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20];

    public static string Seal(SealingKey key, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var padded = new byte[Sizes.First(size => size >= length)];
        padded.AsSpan(Encoding.UTF8.GetBytes(text, padded)).Fill((byte)' ');
        var headers = new Dictionary<string, object>(StringComparer.Ordinal) { ["kid"] = key.Kid, ["cty"] = "json" };
        return JWT.EncodeBytes(padded, key.ToJwk(), JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM, extraHeaders: headers);
    }

    /// <summary>Whether a text has the form of an envelope; what is in it can be said only at the opening.</summary>
    public static bool HasTheForm(string text) => Compact().IsMatch(text);

    /// <returns>The text, without its padding.</returns>
    /// <exception cref="UnreadableEnvelopeException">It is not an envelope to this key.</exception>
    public static string Open(string envelope, SealingKey key, Jwk privateKey)
    {
        RequireHeaders(envelope, key);
        try
        {
            var padded = JWT.DecodeBytes(envelope, privateKey, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(padded).Trim(' ', '\t', '\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableEnvelopeException("The content of the envelope is not UTF-8.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Somebody else's bytes go through a parser, a curve and a cipher: whatever they stumble over, it is the envelope's fault.
            throw new UnreadableEnvelopeException($"The envelope cannot be decrypted with the tender's key {key.Kid}: it was made for another key, or altered.");
        }
    }

    /// <summary>Only what we announced is opened: another algorithm, compression or an extension is not even tried.</summary>
    private static void RequireHeaders(string envelope, SealingKey key)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64Url.Decode(envelope[..envelope.IndexOf('.', StringComparison.Ordinal)]));
            if (Text("alg") != SealingKey.Algorithm || Text("enc") != SealingKey.Encryption)
                throw new UnreadableEnvelopeException($"The envelope's alg and enc must be {SealingKey.Algorithm} and {SealingKey.Encryption}.");
            if (header.RootElement.TryGetProperty("zip", out _) || header.RootElement.TryGetProperty("crit", out _))
                throw new UnreadableEnvelopeException("The envelope must not be compressed or have critical extensions.");
            if (header.RootElement.TryGetProperty("kid", out _) && Text("kid") != key.Kid)
                throw new UnreadableEnvelopeException($"The envelope was made for another key than the tender's, {key.Kid}.");

            string? Text(string name) => header.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new UnreadableEnvelopeException("The envelope's header is not base64url of JSON.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){4}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Compact();
}

/// <summary>A bid cannot be read; the message is for its supplier.</summary>
public sealed class UnreadableEnvelopeException(string message) : Exception(message);
