namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>A resource with a version: its strong ETag, and what <c>If-Match</c> is held against.</summary>
public interface IVersioned
{
    int Version { get; }
}
