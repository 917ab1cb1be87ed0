using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>Bids of a cluster that wants two persons: one of them is never enough, whatever it tries.</summary>
public sealed class OpeningByTwoPersons
{
    [Test]
    public async Task needs_the_second()
    {
        var world = await World.NewAsync(openingNeeds: "twoPersons");
        var round = await ASealedTender(world);
        var second = await world.CoordinatorAsync("Ben Osei");

        var approved = (await ApproveAsync(round, world.Coordinator)).Ok();

        Assert.That((string?)approved["state"], Is.EqualTo("sealed"));
        Assert.That((string?)approved["openingApprovedBy"], Is.EqualTo("Asha Patel"));
        Assert.That((await world.Coordinator.GetAsync($"{round.Url}/bids")).Code, Is.EqualTo("bidsSealed"));
        Assert.That(await ContentsAsync(round), Has.All.Null);
        var opened = (await ApproveAsync(round, second)).Ok();
        Assert.That((string?)opened["state"], Is.EqualTo("evaluating"));
        Assert.That((string?)opened["bidsOpenedBy"], Is.EqualTo("Ben Osei"));
        var entries = (await TheJournal.OfAsync(world, round.Id)).ToDictionary(e => e.Type, StringComparer.Ordinal);
        Assert.That((string?)entries["OpeningApproved"].Payload["by"], Is.EqualTo("Asha Patel"));
        Assert.That(entries["OpeningApproved"].Actor, Does.StartWith("Asha Patel ("));
        Assert.That(entries["BidsOpened"].Payload["approvedBy"]!.ToJsonString(), Is.EqualTo("""["Asha Patel","Ben Osei"]"""));
    }

    [TestCase("Asha Patel")]
    [TestCase("asha  patel")]
    [TestCase("ASHA PATEL")]
    public async Task is_not_done_by_one_with_two_clients(string alias)
    {
        var world = await World.NewAsync(openingNeeds: "twoPersons");
        var round = await ASealedTender(world);
        (await ApproveAsync(round, world.Coordinator)).Ok();
        var before = (await round.ReadAsync()).Text;

        var sameClient = await ApproveAsync(round, world.Coordinator);
        var samePerson = await ApproveAsync(round, await world.CoordinatorAsync(alias));

        Assert.That((sameClient.Status, sameClient.Code), Is.EqualTo((HttpStatusCode.Conflict, "secondPersonNeeded")));
        Assert.That((samePerson.Status, samePerson.Code), Is.EqualTo((HttpStatusCode.Conflict, "secondPersonNeeded")));
        Assert.That((await round.ReadAsync()).Text, Is.EqualTo(before));
        Assert.That(await ContentsAsync(round), Has.All.Null);
    }

    [Test]
    public async Task is_never_early_for_anyone()
    {
        var world = await World.NewAsync(openingNeeds: "twoPersons");
        var round = await ATenderingRound(world);
        var supplier = await world.SupplierAsync();
        await round.BidAsync(supplier);
        var before = (await round.ReadAsync()).Text;
        Party[] everybody =
        [
            world.Coordinator, await world.CoordinatorAsync("Ben Osei"), world.Operator, await world.AuditorAsync(), supplier.Client, round.Members[0].Client,
            (await World.NewAsync()).Coordinator, Party.Stranger(world.Service),
        ];

        foreach (var party in everybody)
        {
            var early = await ApproveAsync(round, party);
            Assert.That((int)early.Status, Is.InRange(400, 499));
        }

        Assert.That((await round.ReadAsync()).Text, Is.EqualTo(before), "no approval is kept for later");
        Assert.That(await ContentsAsync(round), Has.All.Null);
    }

    [Test]
    public async Task stays_so_for_a_tender_that_is_open_when_the_cluster_changes_its_mind()
    {
        var world = await World.NewAsync(openingNeeds: "twoPersons");
        var round = await ASealedTender(world);
        (await world.Operator.PutAsync(world.Cluster, """{ "name": "Leicester", "openingNeeds": "onePerson" }""", ifMatch: "\"1\"")).Ok();

        var approved = (await ApproveAsync(round, world.Coordinator)).Ok();

        Assert.That((string?)approved["state"], Is.EqualTo("sealed"));
        var next = await ASealedTender(world);
        Assert.That((string?)(await ApproveAsync(next, world.Coordinator)).Ok()["state"], Is.EqualTo("evaluating"));
    }

    [Test]
    public async Task happens_once_when_twenty_approve_at_once()
    {
        var world = await World.NewAsync(openingNeeds: "twoPersons");
        var round = await ASealedTender(world);
        (await ApproveAsync(round, world.Coordinator)).Ok();
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => world.CoordinatorAsync($"Person {i}")));
        var etag = await round.ETagAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => others[i % 5].PostAsync($"{round.Url}/open-bids", ifMatch: etag)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Where(a => a.Status != HttpStatusCode.OK).Select(a => (int)a.Status), Has.All.AnyOf(412, 409, 503));
        Assert.That((await TheJournal.OfAsync(world, round.Id)).Count(e => e.Type == "BidsOpened"), Is.EqualTo(1));
    }

    [Test]
    public async Task is_refused_without_the_key_and_loses_nothing()
    {
        var world = await World.NewAsync();
        var (round, empty) = (await ASealedTender(world), await ATenderingRound(world));
        await empty.PassBidDeadlineAsync();
        await empty.SealedAsync();
        foreach (var lost in new[] { round, empty })
            File.Move(FileOf(lost), FileOf(lost) + ".kept");

        var refused = await ApproveAsync(round, world.Coordinator);
        var emptyToo = await ApproveAsync(empty, world.Coordinator);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "sealingKeyLost")));
        Assert.That(emptyToo.Code, Is.EqualTo("sealingKeyLost"), "the same with bids and with none");
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("sealed"));
        File.Copy(FileOf(empty) + ".kept", FileOf(round));
        Assert.That((await ApproveAsync(round, world.Coordinator)).Code, Is.EqualTo("sealingKeyLost"), "another round's key does not pass for it");
        await File.WriteAllTextAsync(FileOf(round), "rubbish");
        Assert.That((await ApproveAsync(round, world.Coordinator)).Code, Is.EqualTo("sealingKeyLost"));
        File.Move(FileOf(round) + ".kept", FileOf(round), overwrite: true);
        Assert.That((string?)(await ApproveAsync(round, world.Coordinator)).Ok()["state"], Is.EqualTo("evaluating"));
    }

    [Test]
    public async Task finds_a_stored_envelope_that_was_exchanged()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        var (one, two) = (await world.SupplierAsync(), await world.SupplierAsync());
        await round.BidAsync(one);
        var bid = (Guid)(await round.BidAsync(two))["bidId"]!;
        await using (var meddle = world.Service.Database.CreateCommand(
            "UPDATE bid_versions SET envelope = (SELECT envelope FROM bid_versions WHERE cluster_id = $1 AND bid_id <> $2) WHERE cluster_id = $1 AND bid_id = $2"))
        {
            meddle.Parameters.AddWithValue(world.ClusterId);
            meddle.Parameters.AddWithValue(bid);
            await meddle.ExecuteNonQueryAsync();
        }

        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();

        Assert.That((string?)(await one.Client.GetAsync(round.Bid)).Ok()["state"], Is.EqualTo("submitted"));
        var own = (await two.Client.GetAsync(round.Bid)).Ok();
        Assert.That((string?)own["state"], Is.EqualTo("invalid"));
        Assert.That((string?)own["exclusionNote"], Does.Contain("not the one that the receipt was given for"));
    }

    private static string FileOf(RoundInPlay round) => Path.Combine(AllTests.KeysFolder, "rounds", $"{round.World.ClusterId}.{round.Id}.jwe");

    /// <summary>A tender with two bids whose deadline has passed.</summary>
    private static async Task<RoundInPlay> ASealedTender(World world)
    {
        var round = await ATenderingRound(world);
        await round.BidAsync(await world.SupplierAsync());
        await round.BidAsync(await world.SupplierAsync());
        await round.PassBidDeadlineAsync();
        await round.SealedAsync();
        return round;
    }

    private static async Task<Answer> ApproveAsync(RoundInPlay round, Party party) =>
        await party.PostAsync($"{round.Url}/open-bids", ifMatch: await round.ETagAsync());

    private static async Task<List<string?>> ContentsAsync(RoundInPlay round)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            "SELECT v.content FROM bid_versions v JOIN bids b ON b.cluster_id = v.cluster_id AND b.id = v.bid_id WHERE b.cluster_id = $1 AND b.round_id = $2");
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await using var reader = await command.ExecuteReaderAsync();
        var contents = new List<string?>();
        while (await reader.ReadAsync())
            contents.Add(reader.GetValue(0) as string);
        return contents;
    }
}
