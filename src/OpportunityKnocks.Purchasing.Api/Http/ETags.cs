using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Strong entity tags: the version in quotes.</summary>
public static class ETags
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Refuses a change that does not name the version it means (428) or names an old one (412).</summary>
    /// <param name="ifMatch">The <c>If-Match</c> header as sent.</param>
    /// <param name="version">The version that is there now.</param>
    public static void Require(string? ifMatch, int version)
    {
        if (string.IsNullOrEmpty(ifMatch))
            throw HttpRefusals.VersionRequired.Because("Send the ETag you last read as If-Match.");

        var current = new EntityTagHeaderValue(Of(version));
        if (!EntityTagHeaderValue.TryParseStrictList([ifMatch], out var tags))
            throw InvalidShapeException.Of("If-Match", "must be an ETag, in its quotes");

        if (!tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(current, useStrongComparison: true)))
            throw HttpRefusals.VersionStale.Because($"It is at version {version} now. Read it again before you change it.");
    }

    /// <summary>A creating PUT says <c>If-None-Match: *</c>.</summary>
    public static bool IsCreation(string? ifNoneMatch) => ifNoneMatch?.Trim() == "*";
}
