using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ReadingTheDemand
{
    [Test]
    public async Task tells_the_truth_at_every_moment_while_members_change_their_minds()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var members = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => world.MemberAsync($"Member {i}")));
        var random = new Random(20270401);

        for (var turn = 0; turn < 12; turn++)
        {
            var seeds = members.Select(m => (Member: m, Seed: random.Next())).ToList();
            await Task.WhenAll(seeds.Select(s => ChangeMindAsync(world, round, s.Member, new Random(s.Seed))));

            // At once, with entries still waiting for the sequencer, and again when it has been at them for a while.
            Assert.That(await Told(world.Coordinator, round), Is.EqualTo(await Truth(round)), $"turn {turn}");
            await Task.Delay(random.Next(40));
            Assert.That(await Told(world.Coordinator, round), Is.EqualTo(await Truth(round)), $"turn {turn}, later");
        }
    }

    [Test]
    public async Task never_jumps_while_the_sequencer_folds()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var told = new List<long>();

        // The demand only grows; a reader that saw an entry twice, or not at all while it was folded, would see it fall.
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk, 1))).Ok();
        });
        while (!writing.IsCompleted)
            told.Add((await Told(world.Coordinator, round))[0].Quantity);
        await writing;

        Assert.That(told, Is.Ordered);
        Assert.That((await Told(world.Coordinator, round))[0], Is.EqualTo((60L, 1)));
    }

    [Test]
    public async Task shows_a_member_figures_from_three_members_up()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var members = new[] { await world.MemberAsync(), await world.MemberAsync(), await world.MemberAsync() };
        using var auditor = await world.AuditorAsync();
        foreach (var member in members[..2])
            (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk))).Ok();

        var withTwo = (await members[0].Client.GetAsync($"{round.Url}/demand")).Ok();
        Assert.That(withTwo["lots"][0]!.ToJsonString(), Is.EqualTo($$"""{"lotId":"{{round.Helpdesk}}","final":false,"packSize":1,"minimumQuantity":1}"""));
        Assert.That((await Told(auditor, round))[0], Is.EqualTo((24L, 2)));

        (await members[2].Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk))).Ok();
        Assert.That((await Told(members[0].Client, round))[0], Is.EqualTo((36L, 3)));
    }

    [Test]
    public async Task is_final_from_the_close_of_the_collection()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        var demand = (await round.Members[0].Client.GetAsync($"{round.Url}/demand")).Ok();

        Assert.That(demand["lots"].AsArray().Select(l => (bool)l!["final"]!), Is.All.True);
        Assert.That(demand["lots"].AsArray().Select(Figures), Is.EqualTo(new[] { (25L, 3), (20L, 3) }));
    }

    [Test]
    public async Task is_for_those_who_see_the_round()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var member = await world.MemberAsync();
        var supplier = await world.SupplierAsync();
        var draft = await ADraftRound(world);
        var forOthers = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));

        Assert.That((await world.Coordinator.GetAsync($"{draft.Url}/demand")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await member.Client.GetAsync($"{draft.Url}/demand")).Code, Is.EqualTo("notFound"));
        Assert.That((await member.Client.GetAsync($"{forOthers.Url}/demand")).Code, Is.EqualTo("notFound"));
        Assert.That((await supplier.Client.GetAsync($"{forOthers.Url}/demand")).Code, Is.EqualTo("wrongRole"));
    }

    private static async Task ChangeMindAsync(World world, RoundInPlay round, Member member, Random random)
    {
        for (var step = 0; step < 5; step++)
        {
            var lot = random.Next(2) == 0 ? round.Helpdesk : round.OnSite;
            var body = Body(lot, random.Next(1, 50));
            var needs = (await member.Client.GetAsync($"{world.Cluster}/needs?state=pooled"))["items"].AsArray();
            var need = needs.Count == 0 || random.Next(3) == 0 ? null : needs[random.Next(needs.Count)];
            var answer = (need, random.Next(3)) switch
            {
                (null, 0) => await member.Client.PostAsync($"{world.Cluster}/needs/batch", NeedBodies.Batch(body, body, Body(null, 5))),
                (null, 1) => await TakeInAsync(world, round, member, random.Next(1, 50)),
                (null, _) => await member.Client.PostAsync($"{world.Cluster}/needs", body),
                ({ } there, 0) => await member.Client.DeleteAsync($"{world.Cluster}/needs/{there["id"]}", $"\"{there["version"]}\""),
                ({ } there, _) => await member.Client.PutAsync(
                    $"{world.Cluster}/needs/{there["id"]}", Body((Guid)there["lotId"]!, random.Next(1, 50), (string?)there["unit"]), $"\"{there["version"]}\""),
            };
            answer.Ok();
        }

        string Body(Guid? lot, long quantity, string? unit = null) =>
            NeedBodies.Helpdesk(lot, quantity).Replace("\"IE\"", $"\"{unit ?? (lot == round.OnSite ? "HUR" : "IE")}\"", StringComparison.Ordinal);
    }

    private static async Task<Answer> TakeInAsync(World world, RoundInPlay round, Member member, long quantity)
    {
        var standing = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(null, quantity))).Ok();
        return quantity % 2 == 0
            ? await world.Coordinator.PostAsync($"{round.Url}/lots/{round.Helpdesk}/needs", $$"""{ "needIds": ["{{standing.Id}}"] }""")
            : await member.Client.PutAsync($"{world.Cluster}/needs/{standing.Id}", NeedBodies.Helpdesk(round.Helpdesk, quantity + 1), standing.ETag);
    }

    private static async Task<(long Quantity, int Members)[]> Told(Party party, RoundInPlay round)
    {
        var demand = (await party.GetAsync($"{round.Url}/demand")).Ok();
        return [.. demand["lots"].AsArray().Select(Figures)];
    }

    private static (long Quantity, int Members) Figures(JsonNode? lot) => ((long?)lot!["quantity"] ?? -1, (int?)lot["members"] ?? -1);

    private static async Task<(long Quantity, int Members)[]> Truth(RoundInPlay round)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            """
            SELECT coalesce(sum(n.quantity), 0)::bigint, count(DISTINCT n.member_id)::int
            FROM lots l LEFT JOIN needs n ON n.cluster_id = l.cluster_id AND n.lot_id = l.id AND n.state = 'Pooled'
            WHERE l.cluster_id = $1 AND l.round_id = $2 GROUP BY l.number ORDER BY l.number
            """);
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await using var reader = await command.ExecuteReaderAsync();
        var lots = new List<(long, int)>();
        while (await reader.ReadAsync())
            lots.Add((reader.GetInt64(0), reader.GetInt32(1)));
        return [.. lots];
    }
}
