using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Webhooks;

public sealed class SendingWebhooks
{
    [Test]
    public async Task sends_cloud_events_that_an_outsider_can_verify()
    {
        await using var stage = await Stage.SetAsync();
        var secret = (string)(await stage.CreateAsync(stage.World.Coordinator, stage.First))["secret"]!;

        var round = await ACollectingRound(stage.World);
        await UntilAsync(() => stage.First.Accepted.Any(m => TypeOf(m) == "roundPublished"));

        var message = stage.First.Accepted.Single(m => TypeOf(m) == "roundPublished");
        var body = JsonNode.Parse(message.Body)!;
        Assert.That(message.ContentType, Does.StartWith("application/cloudevents+json"));
        Assert.That((string?)body["specversion"], Is.EqualTo("1.0"));
        Assert.That((string?)body["type"], Is.EqualTo("opportunityknocks.purchasing.roundPublished"));
        Assert.That((string?)body["source"], Is.EqualTo($"/v1/clusters/{stage.World.ClusterId}"));
        Assert.That((string?)body["subject"], Is.EqualTo(round.Id.ToString()));
        Assert.That((string?)body["data"]!["type"], Is.EqualTo("roundPublished"));
        Assert.That(message.Signature, Is.EqualTo(Sign(secret, message)));
    }

    [Test]
    public async Task shows_each_party_what_its_role_may_see()
    {
        await using var stage = await Stage.SetAsync();
        var (member, other) = (await stage.World.MemberAsync(), await stage.World.MemberAsync());
        await stage.CreateAsync(member.Client, stage.First);

        var round = await ACollectingRound(stage.World);
        (await round.NeedAsync(other, round.Helpdesk, 5)).Ok();
        (await round.NeedAsync(member, round.Helpdesk, 7)).Ok();
        await UntilAsync(() => stage.First.Accepted.Any(m => TypeOf(m) == "needSubmitted"));

        Assert.That(stage.First.Accepted.Select(m => Encoding.UTF8.GetString(m.Body)), Has.None.Contains(other.MemberId.ToString()));
        Assert.That(stage.First.Accepted.Select(TypeOf), Has.None.EqualTo("roundDrafted"), "a draft is the coordinator's");
    }

    [Test]
    public async Task sends_only_the_types_asked_for()
    {
        await using var stage = await Stage.SetAsync();
        await stage.CreateAsync(stage.World.Coordinator, stage.First, """["roundPublished"]""");

        await ACollectingRound(stage.World);
        await UntilAsync(() => !stage.First.Accepted.IsEmpty);
        await Task.Delay(300);

        Assert.That(stage.First.Came.Select(TypeOf), Is.EqualTo(new[] { "roundPublished" }));
    }

    [Test]
    public async Task signs_with_both_secrets_after_a_rotation()
    {
        await using var stage = await Stage.SetAsync();
        var created = await stage.CreateAsync(stage.World.Coordinator, stage.First);
        var url = $"{stage.World.Cluster}/webhooks/{created.Id}";

        var rotated = (await stage.World.Coordinator.PostAsync($"{url}/rotate-secret", ifMatch: created.ETag)).Ok();
        await ADraftRound(stage.World);
        await UntilAsync(() => stage.First.Accepted.Any(m => TypeOf(m) == "roundDrafted"));

        var message = stage.First.Accepted.Last();
        Assert.That(message.Signature.Split(' '), Is.EqualTo(new[] { Sign((string)rotated["secret"]!, message), Sign((string)created["secret"]!, message) }));
        Assert.That((await stage.World.Coordinator.GetAsync(url)).Text, Does.Not.Contain("whsec_"), "a secret is shown once");
    }

    [Test]
    public async Task tries_again_until_it_arrives_and_keeps_the_order_of_a_round()
    {
        await using var stage = await Stage.SetAsync();
        var failures = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        stage.First.Answer = m => Task.FromResult(failures.AddOrUpdate(m.Id, 1, (_, n) => n + 1) < 2 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        await stage.CreateAsync(stage.World.Coordinator, stage.First);

        var round = await ATenderingRound(stage.World);
        await UntilAsync(() => stage.First.Accepted.Any(m => TypeOf(m) == "tenderOpened"));

        var told = stage.First.Accepted.Where(m => (string?)JsonNode.Parse(m.Body)!["data"]!["roundId"] == round.Id.ToString()).Select(m => (string?)JsonNode.Parse(m.Body)!["id"]);
        var feed = (await stage.World.Coordinator.GetAsync($"{stage.World.Cluster}/events?limit=200")).Ok()["items"].AsArray()
            .Where(e => (string?)e!["roundId"] == round.Id.ToString()).Select(e => (string?)e!["id"]);
        Assert.That(told, Is.EqualTo(feed));
        Assert.That(failures.Values, Is.All.EqualTo(2));
    }

    [Test]
    public async Task does_not_let_a_receiver_that_hangs_delay_the_others()
    {
        await using var stage = await Stage.SetAsync();
        stage.First.Answer = async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(60));
            return HttpStatusCode.OK;
        };
        await stage.CreateAsync(stage.World.Coordinator, stage.First);
        await stage.CreateAsync(await stage.World.AuditorAsync(), stage.Second);

        var watch = Stopwatch.StartNew();
        await ATenderingRound(stage.World);
        await UntilAsync(() => stage.Second.Accepted.Any(m => TypeOf(m) == "tenderOpened"));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(14)));
        Assert.That(stage.First.Came, Is.Not.Empty);
        Assert.That(stage.First.Accepted, Is.Empty);
    }

    [Test]
    public async Task pauses_an_endpoint_that_wants_no_more_and_goes_on_where_it_stopped()
    {
        await using var stage = await Stage.SetAsync();
        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.Gone);
        var created = await stage.CreateAsync(stage.World.Coordinator, stage.First);
        var url = $"{stage.World.Cluster}/webhooks/{created.Id}";

        var round = await ADraftRound(stage.World);
        await UntilAsync(async () => !(bool)(await stage.World.Coordinator.GetAsync(url)).Ok()["active"]!);
        var paused = (await stage.World.Coordinator.GetAsync(url)).Ok();
        var toDo = (await stage.World.Coordinator.GetAsync($"{stage.World.Cluster}/to-do")).Ok();
        (await round.DoAsync("publish")).Ok();
        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.OK);
        (await stage.World.Coordinator.PutAsync(url, $$"""{ "url": "{{stage.First.Url}}" }""", paused.ETag)).Ok();
        await UntilAsync(() => stage.First.Accepted.Any(m => TypeOf(m) == "roundPublished"));

        Assert.That((string?)paused["pausedBecause"], Does.Contain("410"));
        Assert.That(toDo["items"].AsArray().Select(i => ((string?)i!["kind"], (string?)i["link"])), Does.Contain(("mendSubscription", url)));
        Assert.That(stage.First.Accepted.Select(TypeOf), Is.SupersetOf(new[] { "roundDrafted", "subscriptionPaused", "roundPublished" }), "nothing is lost");
    }

    [Test]
    public async Task lists_its_deliveries_and_sends_one_again_under_the_same_id()
    {
        await using var stage = await Stage.SetAsync();
        var created = await stage.CreateAsync(stage.World.Coordinator, stage.First, """["roundDrafted"]""");
        var url = $"{stage.World.Cluster}/webhooks/{created.Id}/deliveries";
        await ADraftRound(stage.World);
        await UntilAsync(async () => (await stage.World.Coordinator.GetAsync($"{url}?state=delivered")).Ok()["items"].AsArray().Count == 1);
        var delivery = (await stage.World.Coordinator.GetAsync(url)).Ok()["items"][0]!;

        (await stage.World.Coordinator.PostAsync($"{url}/{delivery["id"]}/resend")).Ok();
        await UntilAsync(() => stage.First.Accepted.Count == 2);

        Assert.That(((string?)delivery["type"], (string?)delivery["lastResult"], (int)delivery["attempts"]!), Is.EqualTo(("roundDrafted", "204", 1)));
        Assert.That(stage.First.Accepted.Select(m => m.Id), Is.All.EqualTo((string?)delivery["id"]));
        var stranger = await stage.World.MemberAsync();
        Assert.That((await stranger.Client.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await stranger.Client.PostAsync($"{url}/{delivery["id"]}/resend")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task sends_nothing_more_once_it_is_ended()
    {
        await using var stage = await Stage.SetAsync();
        var created = await stage.CreateAsync(stage.World.Coordinator, stage.First);

        Assert.That((await stage.World.Coordinator.DeleteAsync($"{stage.World.Cluster}/webhooks/{created.Id}", created.ETag)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        await ADraftRound(stage.World);
        await TheJournal.SequencedAsync(stage.World);
        await Task.Delay(1500);

        Assert.That(stage.First.Came, Is.Empty);
        Assert.That((await stage.World.Coordinator.GetAsync($"{stage.World.Cluster}/webhooks/{created.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    internal static string? TypeOf(ReceivedMessage message) => ((string?)JsonNode.Parse(message.Body)!["type"])?["opportunityknocks.purchasing.".Length..];

    internal static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var patience = Stopwatch.StartNew(); !await condition(); await Task.Delay(50))
            Assert.That(patience.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    /// <summary>As Standard Webhooks says, written without the service's code.</summary>
    private static string Sign(string secret, ReceivedMessage message)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message.Id}.{message.Timestamp}."), .. message.Body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }

    /// <summary>Two receivers, and a service on a database of its own that may call them.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private OwnDatabase _database = null!;

        public Receiver First { get; private set; } = null!;

        public Receiver Second { get; private set; } = null!;

        public World World { get; private set; } = null!;

        public static async Task<Stage> SetAsync()
        {
            var stage = new Stage { First = await Receiver.StartAsync(), Second = await Receiver.StartAsync(), _database = await OwnDatabase.CreateAsync() };
            stage.World = await World.NewAsync(stage._database.Start(Receiver.Allowing("0.05", stage.First, stage.Second)));
            return stage;
        }

        public async Task<Answer> CreateAsync(Party party, Receiver receiver, string types = "[]") =>
            (await party.PostAsync($"{World.Cluster}/webhooks", $$"""{ "url": "{{receiver.Url}}", "types": {{types}} }""")).Ok();

        public async ValueTask DisposeAsync()
        {
            await _database.DisposeAsync();
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
