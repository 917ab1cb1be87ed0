using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

/// <summary>The journal under load: every entry once, in one order, on one chain, whatever number of instances writes.</summary>
public sealed class ReadingTheFeed
{
    private const string StandingNeed =
        """{ "categoryCode": "72253000", "description": "Helpdesk", "quantity": 3, "unit": "IE", "anyPrice": true }""";

    [Test]
    public async Task shows_every_entry_once_and_in_one_order_while_fifty_write_on_two_instances()
    {
        const int writers = 50;
        const int each = 10;
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        using var elsewhere = member.Client.At(AllTests.SecondInstance);
        var submitted = new ConcurrentBag<Guid>();

        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var client = writer % 2 == 0 ? member.Client : elsewhere;
            for (var i = 0; i < each; i++)
                submitted.Add((await client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok().Id);
        }));
        var read = await ReadUntilAsync(world, () => writing.IsCompleted, writers * each);
        await writing;

        var needs = read.Where(e => (string?)e["type"] == "needSubmitted").Select(e => (Guid)e["subjectId"]!).ToList();
        Assert.That(needs, Is.Unique.And.EquivalentTo(submitted));
        Assert.That(await ReadUntilAsync(world, () => true, 0), Is.EqualTo(read).Using<JsonNode>(JsonNode.DeepEquals), "a second reader sees the same order");
    }

    [Test]
    public async Task gives_a_chain_that_an_outsider_can_recompute()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => member.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)));
        await ReadUntilAsync(world, () => true, 40);

        var trail = await TrailAsync(world);

        var hash = new byte[32];
        foreach (var (entry, position) in trail.Select((e, i) => (e, i + 1L)))
        {
            Assert.That((long)entry["position"]!, Is.EqualTo(position));
            hash = ChainHash(hash, world.ClusterId, entry);
            Assert.That((string?)entry["hash"], Is.EqualTo(Convert.ToHexStringLower(hash)));
        }

        var head = (await world.Coordinator.GetAsync($"{world.Cluster}/audit/head")).Ok();
        Assert.That((string?)head["hash"], Is.EqualTo(Convert.ToHexStringLower(hash)));
    }

    [Test]
    public async Task shows_a_member_nothing_of_another_and_no_gap_where_it_was()
    {
        var world = await World.NewAsync();
        var (one, other) = (await world.MemberAsync(), await world.MemberAsync());
        var own = (await one.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok().Id;
        var foreign = (await other.Client.PostAsync($"{world.Cluster}/needs", StandingNeed)).Ok().Id;
        await ReadUntilAsync(world, () => true, 2);

        var feed = (await one.Client.GetAsync($"{world.Cluster}/events")).Ok();

        Assert.That(feed.Text, Does.Contain(own.ToString()).And.Not.Contain(foreign.ToString()).And.Not.Contain(other.MemberId.ToString()));
        Assert.That(feed.Text, Does.Not.Contain("position"));
    }

    [TestCase("nonsense")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task refuses_a_cursor_it_never_gave(string cursor)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.GetAsync($"{world.Cluster}/events?after={cursor}");

        Assert.That(answer.Code, Is.EqualTo("invalidRequest"));
    }

    private static async Task<List<JsonNode>> ReadUntilAsync(World world, Func<bool> done, int needs)
    {
        var read = new List<JsonNode>();
        string? cursor = null;
        for (var patience = 0; patience < 500; patience++)
        {
            var finished = done();
            var feed = (await world.Coordinator.GetAsync($"{world.Cluster}/events?limit=200{(cursor is null ? "" : $"&after={cursor}")}")).Ok();
            var items = feed["items"].AsArray();
            read.AddRange(items!);
            cursor = (string?)feed.Body["cursor"];
            if (finished && items.Count == 0 && read.Count(e => (string?)e["type"] == "needSubmitted") >= needs)
                return read;
            await Task.Delay(items.Count == 0 ? 20 : 0);
        }

        throw new AssertionException($"Only {read.Count} events came.");
    }

    private static async Task<List<JsonNode>> TrailAsync(World world)
    {
        var trail = new List<JsonNode>();
        long? after = 0;
        while (after is not null)
        {
            var page = (await world.Coordinator.GetAsync($"{world.Cluster}/audit?limit=20&after={after}")).Ok();
            trail.AddRange(page["items"].AsArray()!);
            after = (long?)page.Body["next"];
        }

        return trail;
    }

    /// <summary>As the specification's description of the audit trail says, written without the service's code.</summary>
    private static byte[] ChainHash(byte[] previous, Guid cluster, JsonNode entry)
    {
        var canonical = new JsonObject
        {
            ["clusterId"] = cluster.ToString(),
            ["position"] = (long)entry["position"]!,
            ["id"] = (string?)entry["id"],
            ["type"] = Pascal((string)entry["type"]!),
            ["at"] = ((DateTimeOffset)entry["at"]!).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["actor"] = (string?)entry["actor"],
            ["subjectKind"] = Pascal((string)entry["subjectKind"]!),
            ["subjectId"] = (string?)entry["subjectId"],
            ["subjectVersion"] = (int)entry["subjectVersion"]!,
            ["reason"] = (string?)entry["reason"],
            ["payload"] = (string?)entry["payload"],
        };
        var json = canonical.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(json)]);
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
