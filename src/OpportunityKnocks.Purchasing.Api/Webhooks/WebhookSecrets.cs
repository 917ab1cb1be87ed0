using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>The secrets of webhooks, in the form of Standard Webhooks: 32 random bytes, shown as <c>whsec_</c> and base64; kept encrypted with a
/// key outside the database.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("webhook secrets");

    public (string Shown, byte[] Kept) New()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        return ($"whsec_{Convert.ToBase64String(secret)}", _protector.Protect(secret));
    }

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret that is valid.</summary>
    public string Sign(Subscription webhook, string messageId, DateTimeOffset at, byte[] body)
    {
        var signatures = new List<string> { Sign(webhook.Secret!, messageId, at, body) };
        if (webhook.PreviousSecret is { } previous && at < webhook.PreviousSecretUntil)
            signatures.Add(Sign(previous, messageId, at, body));
        return string.Join(' ', signatures);
    }

    private string Sign(byte[] kept, string messageId, DateTimeOffset at, byte[] body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{at.ToUnixTimeSeconds()}."));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_protector.Unprotect(kept), (byte[])[.. head, .. body]))}";
    }
}
