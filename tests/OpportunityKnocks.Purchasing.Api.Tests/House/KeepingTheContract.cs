using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

/// <summary><c>api-specs/purchasing.v1.json</c> is the contract: what is served never differs from it.</summary>
public sealed class KeepingTheContract
{
    private static readonly string ContractFile = Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "api-specs", "purchasing.v1.json"));

    [Test]
    public async Task serves_what_the_contract_says()
    {
        var contract = JsonNode.Parse(await File.ReadAllTextAsync(ContractFile));

        var served = JsonNode.Parse(await ServedAsync());

        Assert.That(
            JsonNode.DeepEquals(served, contract),
            "The service and api-specs/purchasing.v1.json differ. If the change is meant: dotnet test --filter Name=writes_the_contract");
    }

    [Test]
    [Explicit("Writes api-specs/purchasing.v1.json anew, when the contract is meant to change.")]
    public async Task writes_the_contract()
    {
        var served = await ServedAsync();

        await File.WriteAllTextAsync(ContractFile, served + "\n");

        Assert.That(new FileInfo(ContractFile).Length, Is.GreaterThan(1000));
    }

    [Test]
    public async Task names_and_summarises_every_operation()
    {
        var operations = Operations(await ServedAsync());

        Assert.Multiple(() =>
        {
            foreach (var (name, operation) in operations)
            {
                Assert.That((string?)operation["operationId"], Is.Not.Null.And.Not.Empty, name);
                Assert.That((string?)operation["summary"], Is.Not.Null.And.Not.Empty, name);
                Assert.That(operation["x-roles"], Is.Not.Null, name);
                Assert.That(operation["responses"]!.AsObject().Any(r => r.Key[0] == '2'), Is.True, name);
            }
        });
        Assert.That(operations.Select(o => (string?)o.Operation["operationId"]), Is.Unique);
    }

    [Test]
    public async Task gives_an_example_of_every_request_body()
    {
        var bodies = Operations(await ServedAsync()).Where(o => o.Operation["requestBody"] is not null);

        Assert.Multiple(() =>
        {
            foreach (var (name, operation) in bodies)
                Assert.That(operation["requestBody"]!["content"]!["application/json"]?["example"], Is.Not.Null, name);
        });
    }

    [Test]
    public async Task lists_every_problem_code()
    {
        var document = JsonNode.Parse(await ServedAsync())!;

        var codes = document["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["enum"]!.AsArray().Select(c => (string)c!);

        Assert.That(codes, Is.EquivalentTo(ProblemCodes.All.Select(r => r.Code)).And.Unique);
    }

    [Test]
    public async Task is_also_served_as_openapi_3_0()
    {
        using var client = AllTests.Service.Client();

        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/3.0/v1.json"))!;

        Assert.That((string?)document["openapi"], Does.StartWith("3.0"));
    }

    internal static async Task<string> ServedAsync()
    {
        using var client = AllTests.Service.Client();
        return await client.GetStringAsync("/openapi/v1.json");
    }

    internal static List<(string Name, JsonNode Operation)> Operations(string document) =>
    [
        .. JsonNode.Parse(document)!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, operation) => ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!)),
    ];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
