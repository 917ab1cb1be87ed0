using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Events;

public sealed class StreamingEvents
{
    private const string StandingNeed =
        """{ "categoryCode": "72253000", "description": "Helpdesk", "quantity": 3, "unit": "IE", "anyPrice": true }""";

    [Test]
    public async Task pushes_what_the_feed_shows_as_it_happens()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        using var stream = await member.Client.OpenAsync($"{world.Cluster}/events/stream");

        var reading = ReadAsync(stream, 2);
        var first = (await member.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok().Id;
        var second = (await member.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok().Id;

        var read = (await reading).Where(e => e.EventType == "needSubmitted").ToList();
        Assert.That(stream.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(read.Select(e => (Guid)JsonNode.Parse(e.Data)!["subjectId"]!), Is.EqualTo(new[] { first, second }));
        var feed = (await member.Client.GetAsync($"{world.Cluster}/events")).Ok()["items"].AsArray();
        Assert.That(read.Select(e => e.EventId), Is.SubsetOf(feed.Select(e => (string?)e!["cursor"])));
    }

    [Test]
    public async Task goes_on_after_the_last_event_id_and_misses_nothing()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var needs = new List<Guid>();
        for (var i = 0; i < 6; i++)
            needs.Add((await member.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok().Id);

        var before = new List<SseItem<string>>();
        using (var stream = await world.Coordinator.OpenAsync($"{world.Cluster}/events/stream"))
            before.AddRange(await ReadAsync(stream, 2));
        using var again = await world.Coordinator.OpenAsync($"{world.Cluster}/events/stream", before[^1].EventId);
        var after = await ReadAsync(again, 4);

        var told = before.Concat(after).Where(e => e.EventType == "needSubmitted").Select(e => (Guid)JsonNode.Parse(e.Data)!["subjectId"]!);
        Assert.That(told, Is.EqualTo(needs).And.Unique);
    }

    [Test]
    public async Task shows_a_member_nothing_of_another()
    {
        var world = await World.NewAsync();
        var (one, other) = (await world.MemberAsync(), await world.MemberAsync());
        (await other.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok();
        (await one.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok();

        using var stream = await one.Client.OpenAsync($"{world.Cluster}/events/stream");
        var read = await ReadAsync(stream, 1);

        Assert.That(read.Select(e => e.Data), Has.None.Contains(other.MemberId.ToString()));
    }

    [Test]
    public async Task ends_when_the_membership_does()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        using var stream = await member.Client.OpenAsync($"{world.Cluster}/events/stream");
        var reading = ReadAsync(stream, int.MaxValue);

        var url = $"{world.Cluster}/members/{member.MemberId}";
        var etag = (await world.Coordinator.GetAsync(url)).Ok().ETag;
        (await world.Coordinator.PutAsync(url, """{ "vatRecovery": "0", "groupIds": [], "active": false }""", etag)).Ok();

        Assert.That(async () => await reading, Throws.Nothing, "it ends by itself, before the reader's patience does");
    }

    [Test]
    public async Task refuses_strangers_and_made_up_ids_before_it_begins()
    {
        var world = await World.NewAsync();
        var stranger = (await World.NewAsync()).Coordinator;

        Assert.That((await stranger.OpenAsync($"{world.Cluster}/events/stream")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await world.Coordinator.OpenAsync($"{world.Cluster}/events/stream", "nonsense")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task tells_a_supplier_of_its_tenders_over_all_clusters_and_never_of_another_bid()
    {
        var world = await World.NewAsync();
        var supplier = await world.SupplierAsync();
        var elsewhere = await World.NewAsync();
        (await elsewhere.Coordinator.PutAsync($"{elsewhere.Cluster}/suppliers/{supplier.OrganisationId}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();
        var round = await ATenderingRound(world);
        await ATenderingRound(elsewhere);
        await TheJournal.SequencedAsync(world);
        await TheJournal.SequencedAsync(elsewhere);

        var before = (await supplier.Client.GetAsync("/v1/events")).Ok();
        var rival = await world.SupplierAsync();
        await round.BidAsync(rival, round.BidJson("20.0000", "62.0000"));
        await TheJournal.SequencedAsync(world);
        var after = (await supplier.Client.GetAsync("/v1/events")).Ok();
        var next = (await supplier.Client.GetAsync($"/v1/events?after={before["cursor"]}")).Ok();
        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        await TheJournal.SequencedAsync(world);
        var opened = (await supplier.Client.GetAsync($"/v1/events?after={before["cursor"]}")).Ok();

        Assert.That(before["items"].AsArray().Select(e => ((Guid)e!["clusterId"]!, (string?)e["type"])), Is.EquivalentTo(new[]
        {
            (world.ClusterId, "tenderOpened"), (elsewhere.ClusterId, "tenderOpened"),
        }));
        Assert.That(after.Text, Is.EqualTo(before.Text));
        Assert.That(next["items"].AsArray(), Is.Empty);
        Assert.That(opened["items"].AsArray().Select(e => (string?)e!["type"]), Does.Contain("bidsOpened"));
        Assert.That(opened["items"].AsArray().Select(e => e!["data"]!.ToJsonString()), Is.All.EqualTo("{}"), "not how many bids there were");
    }

    /// <summary>Reads until so many needs were told of.</summary>
    private static async Task<List<SseItem<string>>> ReadAsync(HttpResponseMessage stream, int needs)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var read = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await stream.Content.ReadAsStreamAsync()).EnumerateAsync(patience.Token))
        {
            if (item.EventType != "heartbeat")
                read.Add(item);
            if (read.Count(e => e.EventType == "needSubmitted") == needs)
                break;
        }

        return read;
    }
}
