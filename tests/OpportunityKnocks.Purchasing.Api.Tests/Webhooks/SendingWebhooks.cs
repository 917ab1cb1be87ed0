using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
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
    public async Task goes_on_at_once_when_it_is_let_and_loses_nothing_that_was_given_up()
    {
        await using var stage = await Stage.SetAsync("3600");
        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.InternalServerError);
        var created = await stage.CreateAsync(stage.World.Coordinator, stage.First, """["roundDrafted"]""");
        var url = $"{stage.World.Cluster}/webhooks/{created.Id}";
        await ADraftRound(stage.World);
        await ADraftRound(stage.World);
        await UntilAsync(async () => await stage.CountAsync("last_result = '500' AND attempts = 1") == 2);
        await stage.DoAsync("UPDATE deliveries SET state = 'Failed' WHERE id = (SELECT id FROM deliveries ORDER BY position LIMIT 1)");

        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.OK);
        (await stage.World.Coordinator.PutAsync(url, $$"""{ "url": "{{stage.First.Url}}", "types": ["roundDrafted"] }""", created.ETag)).Ok();

        await UntilAsync(() => stage.First.Accepted.Count == 2);
    }

    [Test]
    public async Task sends_a_party_that_left_nothing_more_not_even_what_was_on_its_way()
    {
        await using var stage = await Stage.SetAsync();
        var member = await stage.World.MemberAsync();
        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.InternalServerError);
        await stage.CreateAsync(member.Client, stage.First, """["roundPublished"]""");
        await ACollectingRound(stage.World);
        await UntilAsync(() => !stage.First.Came.IsEmpty);

        var url = $"{stage.World.Cluster}/members/{member.MemberId}";
        var etag = (await stage.World.Coordinator.GetAsync(url)).Ok().ETag;
        (await stage.World.Coordinator.PutAsync(url, """{ "vatRecovery": "0", "groupIds": [], "active": false }""", etag)).Ok();
        await UntilAsync(async () => await stage.CountAsync("state = 'Pending'") == 0);
        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.OK);
        await Task.Delay(300);

        Assert.That(stage.First.Accepted, Is.Empty);
        Assert.That(await stage.CountAsync("state = 'Failed' AND last_result LIKE 'Not sent%'"), Is.EqualTo(1));
    }

    [Test]
    public async Task does_not_let_a_late_result_overwrite_a_newer_one()
    {
        await using var stage = await Stage.SetAsync();
        var created = await stage.CreateAsync(stage.World.Coordinator, stage.First, """["roundDrafted"]""");
        var url = $"{stage.World.Cluster}/webhooks/{created.Id}";
        await ADraftRound(stage.World);
        await UntilAsync(async () => await stage.CountAsync("state = 'Delivered'") == 1);
        var delivery = (await stage.World.Coordinator.GetAsync($"{url}/deliveries")).Ok()["items"][0]!;
        var late = new ClaimedDelivery((Guid)delivery["id"]!, (Guid)delivery["eventId"]!, 1);

        var queue = stage.World.Service.Services.GetRequiredService<DeliveryQueue>();
        await queue.RecordAsync(stage.World.ClusterId, created.Id, late, new SendResult(false, "late"), CancellationToken.None);

        Assert.That(await stage.CountAsync("state = 'Delivered' AND last_result = '204'"), Is.EqualTo(1));
        Assert.That((await stage.World.Coordinator.GetAsync(url)).Ok()["failingSince"], Is.Null);
    }

    [Test]
    public async Task serves_everybody_when_one_that_fails_all_the_time_would_keep_the_only_worker()
    {
        await using var stage = await Stage.SetAsync("0", ("Deliveries:MostWorkers", "1"));
        stage.First.Answer = _ => Task.FromResult(HttpStatusCode.InternalServerError);
        await stage.CreateAsync(stage.World.Coordinator, stage.First);
        await ADraftRound(stage.World);
        await UntilAsync(() => stage.First.Came.Count > 20);
        await stage.CreateAsync(await stage.World.AuditorAsync(), stage.Second, """["roundDrafted"]""");

        await ADraftRound(stage.World);

        await UntilAsync(() => !stage.Second.Accepted.IsEmpty);
    }

    [TestCase("webhooks", "url", "https://example.org/hook", 20)]
    [TestCase("mail-subscriptions", "address", "ann@example.org", 50)]
    public async Task lets_a_party_have_so_many_and_no_more_even_at_the_same_time(string kind, string name, string target, int most)
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var body = $$"""{ "{{name}}": "{{target}}", "types": ["roundSettled"] }""";

        var answers = await Task.WhenAll(Enumerable.Range(0, most + 3).Select(_ => member.Client.PostAsync($"{world.Cluster}/{kind}", body)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(most));
        Assert.That(answers.Where(a => a.Status != HttpStatusCode.Created).Select(a => (a.Status, a.Code)), Is.All.EqualTo((HttpStatusCode.Conflict, "tooManySubscriptions")));
        (await world.Coordinator.PostAsync($"{world.Cluster}/{kind}", body)).Ok();
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

        Assert.That(stage.First.Came.Select(TypeOf), Has.None.EqualTo("roundDrafted"));
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

        public static async Task<Stage> SetAsync(string retryAfterSeconds = "0.05", params (string Key, string Value)[] settings)
        {
            var stage = new Stage { First = await Receiver.StartAsync(), Second = await Receiver.StartAsync(), _database = await OwnDatabase.CreateAsync() };
            var all = Receiver.Allowing(retryAfterSeconds, stage.First, stage.Second);
            foreach (var (key, value) in settings)
                all[key] = value;
            stage.World = await World.NewAsync(stage._database.Start(all));
            return stage;
        }

        public async Task<Answer> CreateAsync(Party party, Receiver receiver, string types = "[]") =>
            (await party.PostAsync($"{World.Cluster}/webhooks", $$"""{ "url": "{{receiver.Url}}", "types": {{types}} }""")).Ok();

        public async Task<long> CountAsync(string deliveries)
        {
            await using var command = World.Service.Database.CreateCommand($"SELECT count(*) FROM deliveries WHERE {deliveries}");
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public async Task DoAsync(string sql)
        {
            await using var command = World.Service.Database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _database.DisposeAsync();
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
