using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Previews;

public sealed class PreviewingAPooling
{
    [Test]
    public async Task tells_packs_allotments_and_why()
    {
        var world = await World.NewAsync();

        var answer = (await PreviewAsync(world, """
            {
              "fairness": "equal",
              "lots": [
                { "id": "paper", "packSize": 12, "minimumQuantity": 36,
                  "needs": [{ "id": "a", "quantity": 12, "tolerance": 1 }, { "id": "b", "quantity": 8, "tolerance": 2 }, { "id": "c", "quantity": 2 }] },
                { "id": "chairs", "packSize": 10, "needs": [{ "id": "d", "quantity": 9 }, { "id": "e", "quantity": 5 }, { "id": "f", "quantity": 1 }] }
              ]
            }
            """)).Ok();

        var (paper, chairs) = (answer["lots"][0]!, answer["lots"][1]!);
        Assert.That(((string?)paper["fit"], (long)paper["packs"]!, (long)paper["order"]!, (bool)paper["reachesMinimum"]!), Is.EqualTo(("filled", 2L, 24L, false)));
        Assert.That(paper["needs"]!.AsArray().Select(n => (long)n!["allotted"]!), Is.EqualTo(new[] { 13L, 9L, 2L }));
        Assert.That((string?)chairs["fit"], Is.EqualTo("cutBack"));
        Assert.That(chairs["needs"]!.AsArray().Select(n => (long)n!["allotted"]!), Is.EqualTo(new[] { 5L, 4L, 1L }));
        Assert.That((string?)chairs["explanation"], Does.StartWith("15 units were asked; 1 packs of 10 are 10 units."));
    }

    [Test]
    public async Task lets_bundles_leave_with_a_lot_that_is_given_up()
    {
        var answer = (await PreviewAsync(await World.NewAsync(), """
            {
              "minimumMembers": 2,
              "lots": [
                { "id": "paper", "packSize": 12, "minimumQuantity": 24,
                  "needs": [{ "id": "a1", "memberId": "a", "quantity": 12, "bundle": "office" }, { "id": "b1", "memberId": "b", "quantity": 3 }] },
                { "id": "chairs", "needs": [{ "id": "a2", "memberId": "a", "quantity": 9, "bundle": "office" }, { "id": "c1", "memberId": "c", "quantity": 5 }] }
              ]
            }
            """)).Ok();

        Assert.That(answer["lots"].AsArray().Select(l => ((long)l!["order"]!, (bool)l["givenUp"]!)), Is.EqualTo(new[] { (12L, true), (5L, false) }));
        Assert.That(answer["left"].ToJsonString(), Is.EqualTo(
            """[{"needId":"a1","reason":"lotGivenUp"},{"needId":"a2","reason":"bundle"},{"needId":"b1","reason":"lotGivenUp"}]"""));
        Assert.That(((int)answer["members"]!, (bool)answer["reached"]!), Is.EqualTo((1, false)));
    }

    [TestCase("""{ "lots": [] }""")]
    [TestCase("""{ "lots": [null] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [] }, { "id": "a", "needs": [] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "packSize": 0, "needs": [] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [null] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [{ "id": "n", "quantity": 0 }] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [{ "id": "n", "quantity": 1.5 }] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [{ "id": "n", "quantity": 1, "tolerance": -1 }] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [{ "id": "n", "quantity": 1 }, { "id": "n", "quantity": 1 }] }] }""")]
    [TestCase("""{ "lots": [{ "id": "a", "needs": [] }], "fairness": "mine" }""")]
    [TestCase("""{ "lots": [{ "id": null, "needs": [] }] }""")]
    public async Task refuses_what_makes_no_sense(string json)
    {
        var world = await World.NewAsync();

        var answer = await PreviewAsync(world, json);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), answer.ToString());
    }

    private static Task<Answer> PreviewAsync(World world, string json) => world.Coordinator.SendAsync(HttpMethod.Post, "/v1/previews/pooling", json, null);
}
