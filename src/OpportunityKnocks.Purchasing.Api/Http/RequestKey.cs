namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Which request this is, for retries: unique per cluster, client and key; the hash covers method, path and body.</summary>
/// <param name="ClusterId">The cluster of the path; the nil UUID where the path names none.</param>
public sealed record RequestKey(Guid ClusterId, string ClientId, string Key, byte[] Hash);
