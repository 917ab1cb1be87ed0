using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Api.Demo;

/// <summary>A client that was made for one run of the demonstration.</summary>
public sealed record DemoParty(string Name, Guid OrganisationId, string ClientId, string Secret, DemoClient Client);

/// <summary>The stage: a cluster in Leicester with its two coordinators, members and suppliers. What an earlier run made is used again; only the
/// API clients are new, because a secret is shown once.</summary>
public sealed class DemoSetting(HttpClient http, DemoClient op)
{
    private const string ClusterName = "Leicester voluntary sector (demonstration)";
    private readonly Dictionary<string, string> _clients = new(StringComparer.Ordinal);

    public string Cluster { get; private set; } = "";

    public DemoParty Coordinator { get; private set; } = null!;

    /// <summary>Bids are opened by two persons.</summary>
    public DemoParty SecondCoordinator { get; private set; } = null!;

    public IReadOnlyDictionary<string, Guid> Groups { get; private set; } = new Dictionary<string, Guid>(StringComparer.Ordinal);

    public IReadOnlyList<DemoParty> Members { get; private set; } = [];

    public IReadOnlyList<DemoParty> Suppliers { get; private set; } = [];

    public async Task BuildAsync(CancellationToken ct)
    {
        var cluster = (await op.ListAsync("/v1/clusters", ct)).Find(c => (string?)c["name"] == ClusterName)
            ?? await op.PostAsync("/v1/clusters", new JsonObject { ["name"] = ClusterName, ["currency"] = "GBP" }, ct);
        Cluster = $"/v1/clusters/{cluster["id"]}";
        Coordinator = await CoordinatorAsync("Asha Patel", (string?)cluster["id"], ct);
        SecondCoordinator = await CoordinatorAsync("Ben Osei", (string?)cluster["id"], ct);
        Groups = await FormGroupsAsync(ct);
        Members = await JoinMembersAsync(ct);
        Suppliers = await ApproveSuppliersAsync(ct);
    }

    /// <summary>Revokes the clients of this run, but for those the reader may go on with.</summary>
    public async Task TidyAsync(IReadOnlyCollection<DemoParty> kept, CancellationToken ct)
    {
        foreach (var url in _clients.Where(c => !kept.Any(k => k.ClientId == c.Key)).Select(c => c.Value))
        {
            var client = await op.GetAsync(url, ct);
            await op.DeleteAsync(url, $"\"{client["version"]}\"", ct);
        }
    }

    private Task<DemoParty> CoordinatorAsync(string person, string? cluster, CancellationToken ct) => ClientAsync(person, Guid.Empty, new JsonObject
    {
        ["name"] = "Demonstration coordinator",
        ["party"] = "coordinator",
        ["clusterId"] = cluster,
        ["person"] = person,
    }, ct);

    private async Task<Dictionary<string, Guid>> FormGroupsAsync(CancellationToken ct)
    {
        var known = await Coordinator.Client.ListAsync($"{Cluster}/groups", ct);
        var groups = known.ToDictionary(g => (string)g["name"]!, g => (Guid)g["id"]!, StringComparer.Ordinal);
        foreach (var name in DemoCast.Groups.Where(name => !groups.ContainsKey(name)))
            groups[name] = (Guid)(await Coordinator.Client.PostAsync($"{Cluster}/groups", new JsonObject { ["name"] = name }, ct))["id"]!;
        return groups;
    }

    private async Task<List<DemoParty>> JoinMembersAsync(CancellationToken ct)
    {
        var known = (await Coordinator.Client.ListAsync($"{Cluster}/members?limit=200", ct)).Select(m => (Guid)m["organisationId"]!).ToHashSet();
        var members = new List<DemoParty>();
        foreach (var member in DemoCast.Members)
        {
            var organisation = await OrganisationAsync(member.Name, member.Size, member.District, ct);
            if (!known.Contains(organisation))
            {
                await Coordinator.Client.PostAsync($"{Cluster}/members", new JsonObject
                {
                    ["organisationId"] = organisation,
                    ["vatRecovery"] = member.VatRecovery,
                    ["groupIds"] = new JsonArray(Groups[member.Group]),
                }, ct);
            }

            members.Add(await OrganisationClientAsync(member.Name, organisation, ct));
        }

        return members;
    }

    private async Task<List<DemoParty>> ApproveSuppliersAsync(CancellationToken ct)
    {
        var known = (await Coordinator.Client.ListAsync($"{Cluster}/suppliers?limit=200", ct)).Select(s => (Guid)s["organisationId"]!).ToHashSet();
        var suppliers = new List<DemoParty>();
        foreach (var supplier in DemoCast.Suppliers)
        {
            var organisation = await OrganisationAsync(supplier.Name, "from10To49", "LE1", ct);
            if (!known.Contains(organisation))
            {
                var approval = new JsonObject { ["approved"] = true, ["note"] = "References seen" };
                await Coordinator.Client.CreateAsync($"{Cluster}/suppliers/{organisation}", approval, ct);
            }

            suppliers.Add(await OrganisationClientAsync(supplier.Name, organisation, ct));
        }

        return suppliers;
    }

    private async Task<Guid> OrganisationAsync(string name, string size, string district, CancellationToken ct)
    {
        // The list scheme is made up, as the organisations are, so that no real number is taken.
        var number = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 5));
        var known = await op.ListAsync($"/v1/organisations?identifier=XX-DEMO-{number}", ct);
        var organisation = known.FirstOrDefault() ?? await op.PostAsync("/v1/organisations", new JsonObject
        {
            ["name"] = name,
            ["size"] = size,
            ["postcodeDistrict"] = district,
            ["identifiers"] = new JsonArray(new JsonObject { ["scheme"] = "XX-DEMO", ["value"] = number }),
        }, ct);
        return (Guid)organisation["id"]!;
    }

    private Task<DemoParty> OrganisationClientAsync(string name, Guid organisation, CancellationToken ct) => ClientAsync(name, organisation, new JsonObject
    {
        ["name"] = name,
        ["party"] = "organisation",
        ["organisationId"] = organisation,
    }, ct);

    private async Task<DemoParty> ClientAsync(string name, Guid organisation, JsonObject details, CancellationToken ct)
    {
        var made = await op.PostAsync("/v1/api-clients", details, ct);
        var (id, secret) = ((string)made["clientId"]!, (string)made["clientSecret"]!);
        _clients[id] = $"/v1/api-clients/{made["id"]}";
        return new DemoParty(name, organisation, id, secret, await DemoClient.SignInAsync(http, id, secret, ct));
    }
}
