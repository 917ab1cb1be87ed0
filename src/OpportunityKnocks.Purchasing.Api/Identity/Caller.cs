using System.Security.Claims;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>The kind of party an API client acts for.</summary>
public enum PartyKind
{
    Operator,
    Coordinator,
    Organisation,
    Auditor,
}

/// <summary>What a party is in one cluster. An organisation can be member and supplier at once.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Operator = 1,
    Coordinator = 2,
    Member = 4,
    Supplier = 8,
    Auditor = 16,
}

/// <summary>The names of the claims in our access tokens.</summary>
public static class PartyClaims
{
    public const string Client = "client_id";
    public const string Party = "party";
    public const string Organisation = "organisation";
    public const string Cluster = "cluster";
    public const string Person = "person";
    public const string Scope = "scope";
}

/// <summary>Who is calling, as the token says, and, once the path's cluster has been looked up, what it is there.</summary>
public sealed class Caller(IHttpContextAccessor accessor)
{
    private ClaimsPrincipal User => accessor.HttpContext!.User;

    public string ClientId => User.FindFirstValue(PartyClaims.Client)!;

    public PartyKind Party => Enum.Parse<PartyKind>(User.FindFirstValue(PartyClaims.Party)!);

    /// <summary>The organisation this client acts for, when its party is one.</summary>
    public OrganisationId? Organisation => ReadId(PartyClaims.Organisation) is { } id ? new OrganisationId(id) : null;

    /// <summary>The cluster a coordinator's or auditor's client is for.</summary>
    public ClusterId? Cluster => ReadId(PartyClaims.Cluster) is { } id ? new ClusterId(id) : null;

    /// <summary>The person a coordinator's client names.</summary>
    public string? Person => User.FindFirstValue(PartyClaims.Person);

    /// <summary>How the journal names the actor: the person when there is one, else the client.</summary>
    public string Actor => Person is { } person ? $"{person} ({ClientId})" : ClientId;

    public IReadOnlyList<string> Scopes => User.FindFirstValue(PartyClaims.Scope)?.Split(' ') ?? [];

    /// <summary>What the caller is in the cluster of the path; set by <see cref="Http.ClusterAccessFilter"/>.</summary>
    public Roles Roles { get; set; }

    /// <summary>The caller's membership of the cluster of the path, when it has one.</summary>
    public MemberId? Member { get; set; }

    public bool Is(Roles role) => (Roles & role) != Roles.None;

    private Guid? ReadId(string claim) => Guid.TryParse(User.FindFirstValue(claim), out var id) ? id : null;
}
