using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Identity;

public sealed class SigningIn
{
    [Test]
    public async Task gives_a_token_that_says_who_the_client_is()
    {
        using var op = await Party.SignInAsync(AllTests.Service, AllTests.OperatorId, AllTests.OperatorSecret);

        var me = (await op.GetAsync("/v1/me")).Ok();

        Assert.That((string?)me["party"], Is.EqualTo("operator"));
        Assert.That((string?)me["clientId"], Is.EqualTo(AllTests.OperatorId));
    }

    [Test]
    public async Task gives_a_token_for_ten_minutes_with_all_that_the_client_may_do()
    {
        var answer = (await Party.TokenAsync(AllTests.Service, AllTests.OperatorId, AllTests.OperatorSecret)).Ok();

        Assert.That((string?)answer["token_type"], Is.EqualTo("Bearer"));
        Assert.That((int?)answer["expires_in"], Is.InRange(595, 600));
        using var op = new Party(AllTests.Service.Client(), (string?)answer["access_token"]);
        Assert.That((await op.GetAsync("/v1/me"))["scopes"].AsArray().Select(s => (string?)s), Is.EqualTo(new[] { "operate", "directory:read" }));
    }

    [TestCase(AllTests.OperatorId, "wrong")]
    [TestCase("nobody", AllTests.OperatorSecret)]
    public async Task is_refused_with_a_wrong_name_or_secret_as_oauth_says(string clientId, string secret)
    {
        var answer = await Party.TokenAsync(AllTests.Service, clientId, secret);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((string?)answer["error"], Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task for_less_gives_a_token_for_just_that()
    {
        var world = await World.NewAsync();
        var client = await CoordinatorsClientAsync(world);

        using var reader = await Party.SignInAsync(world.Service, (string)client["clientId"]!, (string)client["clientSecret"]!, "directory:read");

        (await reader.GetAsync($"{world.Cluster}/members")).Ok();
        var answer = await reader.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answer.Code, Is.EqualTo("missingScope"));
    }

    [TestCase("directory:write operate")]
    [TestCase("needs:write")]
    [TestCase("everything")]
    public async Task for_what_the_client_may_not_do_is_refused(string scope)
    {
        var world = await World.NewAsync();
        var client = await CoordinatorsClientAsync(world);

        var answer = await Party.TokenAsync(world.Service, (string)client["clientId"]!, (string)client["clientSecret"]!, scope);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)answer["error"], Is.AnyOf("invalid_scope", "invalid_request"));
        Assert.That(answer.Body["access_token"], Is.Null);
    }

    [Test]
    public async Task gives_a_client_registered_for_less_no_more_than_that()
    {
        var world = await World.NewAsync();
        var client = await CoordinatorsClientAsync(world, """, "scopes": ["directory:read"] """);

        using var reader = await Party.SignInAsync(world.Service, (string)client["clientId"]!, (string)client["clientSecret"]!);
        var more = await Party.TokenAsync(world.Service, (string)client["clientId"]!, (string)client["clientSecret"]!, "directory:write");

        Assert.That((await reader.GetAsync("/v1/me"))["scopes"].AsArray().Select(s => (string?)s), Is.EqualTo(new[] { "directory:read" }));
        Assert.That(more.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task is_described_where_rfc_8414_says()
    {
        using var client = AllTests.Service.Client();

        var discovery = JsonNode.Parse(await client.GetStringAsync("/.well-known/oauth-authorization-server"))!;

        Assert.That((string?)discovery["token_endpoint"], Does.EndWith("/connect/token"));
        Assert.That(discovery["grant_types_supported"]!.AsArray().Select(g => (string?)g), Is.EqualTo(new[] { "client_credentials" }));
        Assert.That(discovery["scopes_supported"]!.AsArray().Select(s => (string?)s), Does.Contain("needs:write"));
        var keys = JsonNode.Parse(await client.GetStringAsync(new Uri((string)discovery["jwks_uri"]!).PathAndQuery))!;
        Assert.That(keys["keys"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(keys["keys"]![0]!["d"], Is.Null);
    }

    [Test]
    public async Task is_needed_for_everything()
    {
        using var stranger = Party.Stranger(AllTests.Service);

        var answer = await stranger.GetAsync("/v1/me");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Code, Is.EqualTo("notSignedIn"));
    }

    private static async Task<Answer> CoordinatorsClientAsync(World world, string more = "") => (await world.Operator.PostAsync(
        "/v1/api-clients",
        $$"""{ "name": "C", "party": "coordinator", "clusterId": "{{world.ClusterId}}", "person": "Asha Patel"{{more}} }""")).Ok();
}
