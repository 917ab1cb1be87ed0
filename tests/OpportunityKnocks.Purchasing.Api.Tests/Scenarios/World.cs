namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A fresh cluster with its people: founded by the operator, run by a coordinator. Everything is done over HTTP.</summary>
public sealed class World
{
    private World(Service service, Party op, Guid cluster, Party coordinator)
    {
        (Service, Operator, ClusterId, Coordinator) = (service, op, cluster, coordinator);
    }

    public Service Service { get; }

    public Party Operator { get; }

    public Guid ClusterId { get; }

    public Party Coordinator { get; }

    /// <summary>The cluster's address: <c>/v1/clusters/{id}</c>.</summary>
    public string Cluster => $"/v1/clusters/{ClusterId}";

    /// <param name="openingNeeds">Whose approval opens bids: most scenarios are not about it.</param>
    public static async Task<World> NewAsync(Service? on = null, string openingNeeds = "onePerson")
    {
        var service = on ?? AllTests.Service;
        var op = await Party.SignInAsync(service, AllTests.OperatorId, AllTests.OperatorSecret);
        var cluster = (await op.PostAsync("/v1/clusters", $$"""{ "name": "Leicester", "currency": "GBP", "openingNeeds": "{{openingNeeds}}" }""")).Ok().Id;
        var coordinator = await CoordinatorAsync(service, op, cluster, "Asha Patel");
        return new World(service, op, cluster, coordinator);
    }

    /// <summary>An organisation of the cluster, with a client of its own.</summary>
    public async Task<Member> MemberAsync(string name = "Member", string vatRecovery = "0", params Guid[] groups)
    {
        var organisation = await OrganisationAsync(name);
        var groupIds = string.Join(", ", groups.Select(g => $"\"{g}\""));
        var member = (await Coordinator.PostAsync(
            $"{Cluster}/members",
            $$"""{ "organisationId": "{{organisation}}", "vatRecovery": "{{vatRecovery}}", "groupIds": [{{groupIds}}] }""")).Ok().Id;
        return new Member(await OrganisationClientAsync(organisation), organisation, member);
    }

    /// <summary>An organisation approved as supplier, with a client of its own.</summary>
    public async Task<Supplier> SupplierAsync(string name = "Supplier")
    {
        var organisation = await OrganisationAsync(name);
        (await Coordinator.PutAsync($"{Cluster}/suppliers/{organisation}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();
        return new Supplier(await OrganisationClientAsync(organisation), organisation);
    }

    public async Task<Guid> OrganisationAsync(string name) => (await Operator.PostAsync(
        "/v1/organisations",
        $$"""
        {
          "name": "{{name}}", "size": "upTo9", "postcodeDistrict": "LE2",
          "identifiers": [{ "scheme": "GB-CHC", "value": "{{Guid.NewGuid():N}}" }]
        }
        """)).Ok().Id;

    public Task<Party> OrganisationClientAsync(Guid organisation) =>
        ClientAsync(Service, Operator, $$"""{ "name": "Client", "party": "organisation", "organisationId": "{{organisation}}" }""");

    /// <summary>Another client of a coordinator.</summary>
    public Task<Party> CoordinatorAsync(string person) => CoordinatorAsync(Service, Operator, ClusterId, person);

    public Task<Party> AuditorAsync() =>
        ClientAsync(Service, Operator, $$"""{ "name": "Auditor", "party": "auditor", "clusterId": "{{ClusterId}}" }""");

    private static Task<Party> CoordinatorAsync(Service service, Party op, Guid cluster, string person) =>
        ClientAsync(service, op, $$"""{ "name": "Coordinator", "party": "coordinator", "clusterId": "{{cluster}}", "person": "{{person}}" }""");

    private static async Task<Party> ClientAsync(Service service, Party op, string json)
    {
        var client = (await op.PostAsync("/v1/api-clients", json)).Ok();
        return await Party.SignInAsync(service, (string)client["clientId"]!, (string)client["clientSecret"]!);
    }
}

public sealed record Member(Party Client, Guid OrganisationId, Guid MemberId);

public sealed record Supplier(Party Client, Guid OrganisationId);
