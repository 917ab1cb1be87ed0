using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class RewritingADraft
{
    private const string Printing =
        """
        {
          "title": "Printing", "needsCloseAt": "2100-01-01T12:00:00Z", "bidsCloseAt": "2100-02-01T12:00:00Z", "feePolicy": "equal",
          "lots": [{
            "title": "Leaflets", "specification": "A5, both sides.", "categoryCode": "79800000", "unit": "H87",
            "term": { "startsOn": "2100-04-01", "periodUnit": "once", "periods": 1 }
          }],
          "requirements": ["Recycled paper", "Delivery in Leicester"]
        }
        """;

    [Test]
    public async Task puts_the_new_plan_in_the_place_of_the_old()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);

        var redrafted = (await world.Coordinator.PutAsync(round.Url, Printing, ifMatch: await round.ETagAsync())).Ok();

        Assert.That((string?)redrafted["title"], Is.EqualTo("Printing"));
        Assert.That((string?)redrafted["description"], Is.Empty);
        Assert.That(redrafted["lots"].AsArray(), Has.Count.EqualTo(1));
        Assert.That(redrafted["requirements"].AsArray().Select(r => (int)r!["number"]!), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(redrafted.ETag, Is.EqualTo("\"2\""));
        var read = await round.ReadAsync();
        Assert.That(read.Text, Is.EqualTo(redrafted.Text));
    }

    [Test]
    public async Task is_over_once_it_is_published()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var answer = await world.Coordinator.PutAsync(round.Url, Printing, ifMatch: await round.ETagAsync());

        Assert.That(answer.Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task needs_the_version_that_is_meant_and_a_plan_that_is_one()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);

        Assert.That((await world.Coordinator.PutAsync(round.Url, Printing)).Code, Is.EqualTo("versionRequired"));
        Assert.That((await world.Coordinator.PutAsync(round.Url, Printing, ifMatch: "\"9\"")).Code, Is.EqualTo("versionStale"));
        Assert.That((await world.Coordinator.PutAsync(round.Url, "{}", ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task lets_one_of_two_writers_win()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);
        var etag = await round.ETagAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Coordinator.PutAsync(round.Url, Printing, ifMatch: etag)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "versionStale"), Is.EqualTo(7));
    }
}
