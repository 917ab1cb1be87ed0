using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>A program that may sign in, and the one party it acts for. Its secret is OpenIddict's, hashed.</summary>
public sealed class ApiClient
{
    private ApiClient()
    {
    }

    public ApiClientId Id { get; private set; }

    /// <summary>The OAuth client id.</summary>
    public string ClientId { get; private set; } = "";

    public string Name { get; private set; } = "";

    public PartyKind Party { get; private set; }

    public OrganisationId? OrganisationId { get; private set; }

    public ClusterId? ClusterId { get; private set; }

    /// <summary>The person behind a coordinator's client.</summary>
    public string? Person { get; private set; }

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public int Version { get; private set; }

    public static ApiClient Register(
        string clientId, string name, PartyKind party, OrganisationId? organisation, ClusterId? cluster, string? person, IEnumerable<string> scopes) => new()
        {
            Id = ApiClientId.New(),
            ClientId = clientId,
            Name = name,
            Party = party,
            OrganisationId = organisation,
            ClusterId = cluster,
            Person = person,
            Scopes = [.. scopes],
            Version = 1,
        };
}
