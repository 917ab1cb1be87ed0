using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class TakingNeedsIn
{
    [Test]
    public async Task proposes_standing_needs_that_count_once_their_members_confirm()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var members = new[] { await world.MemberAsync(), await world.MemberAsync() };
        var needs = new List<Guid>();
        foreach (var member in members)
            needs.Add((await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id);

        var taken = (await Take(round, needs)).Ok();
        var before = await Demand(round);
        var proposed = await members[0].ReadNeedAsync(world, needs[0]);
        var confirmed = (await members[0].ConfirmAsync(world, proposed, """{ "quantity": 9 }""")).Ok();

        Assert.That(taken["needs"].AsArray().Select(n => (string?)n!["state"]), Is.All.EqualTo("proposed"));
        Assert.That(taken.Text, Does.Not.Contain("ceiling").And.Not.Contain("anyPrice").And.Not.Contain("maximumCost"));
        Assert.That(((string?)proposed["state"], proposed.ETag, (Guid)proposed["lotId"]), Is.EqualTo(("proposed", "\"2\"", round.Helpdesk)));
        Assert.That((string?)proposed["maximumCost"]["amount"], Is.EqualTo("8640.00"));
        Assert.That(((string?)confirmed["state"], confirmed.Body["confirmedAt"]), Is.EqualTo(("pooled", (object?)null)));
        Assert.That((before, await Demand(round)), Is.EqualTo(((0L, 0), (9L, 1))));
        Assert.That((await Take(round, needs)).Code, Is.EqualTo("needNotStanding"));
        Assert.That((await TheJournal.OfAsync(world, needs[0])).Select(e => e.Type), Is.EqualTo(new[] { "NeedSubmitted", "NeedProposed", "NeedConfirmed" }));
    }

    [Test]
    public async Task lets_members_decline_withdraw_or_say_nothing()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        (await round.NeedAsync(member, round.Helpdesk, 5)).Ok();
        var needs = new List<Guid>();
        for (var i = 0; i < 3; i++)
            needs.Add((await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id);
        (await Take(round, needs)).Ok();
        string Url(int i) => $"{world.Cluster}/needs/{needs[i]}";

        var declined = (await member.Client.PostAsync($"{Url(0)}/decline", ifMatch: "\"2\"")).Ok();
        var changed = await member.Client.PutAsync(Url(1), NeedBodies.Helpdesk(round.Helpdesk), ifMatch: "\"2\"");
        var withdrawn = await member.Client.DeleteAsync(Url(1), ifMatch: "\"2\"");
        var demand = await Demand(round);
        (await round.DoAsync("close-collection")).Ok();

        Assert.That(((string?)declined["state"], declined.Body["lotId"], declined.Body["roundId"]), Is.EqualTo(("standing", (object?)null, (object?)null)));
        Assert.That((await member.Client.PostAsync($"{Url(0)}/decline", ifMatch: "\"3\"")).Code, Is.EqualTo("needNotProposed"));
        Assert.That((changed.Code, withdrawn.Status), Is.EqualTo(("needNotOpen", HttpStatusCode.NoContent)));
        Assert.That(demand, Is.EqualTo((5L, 1)), "nothing proposed was counted, and nothing taken off for it");
        Assert.That((string?)(await member.ReadNeedAsync(world, needs[2]))["state"], Is.EqualTo("standing"));
        Assert.That((await TheJournal.OfAsync(world, needs[2]))[^1].Reason, Does.Contain("before its member confirmed"));
        Assert.That((long)(await round.ReadAsync())["lots"][0]!["pooledQuantity"]!, Is.EqualTo(5));
    }

    [Test]
    public async Task for_a_draft_tells_its_members_nothing_before_it_is_published()
    {
        var world = await World.NewAsync();
        var draft = await ADraftRound(world);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();
        var seen = (await member.Client.GetAsync($"{world.Cluster}/needs/{need.Id}")).Ok().Text;
        var told = (await member.Client.GetAsync($"{world.Cluster}/events")).Ok().Text;

        var taken = (await Take(draft, [need.Id])).Ok();
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var stillSeen = (await member.Client.GetAsync($"{world.Cluster}/needs/{need.Id}")).Ok();
        var events = (await member.Client.GetAsync($"{world.Cluster}/events")).Ok().Text;
        var suggested = (await world.Coordinator.GetAsync($"{draft.Url}/lots/{draft.Helpdesk}/needs")).Ok();
        (await draft.DoAsync("publish")).Ok();

        Assert.That((Guid)taken["needs"][0]!["chosenForLotId"]!, Is.EqualTo(draft.Helpdesk));
        Assert.That((Guid)suggested["items"][0]!["chosenForLotId"]!, Is.EqualTo(draft.Helpdesk));
        Assert.That((stillSeen.Text, stillSeen.ETag), Is.EqualTo((seen, "\"1\"")));
        Assert.That(events, Does.Not.Contain(draft.Id.ToString()).And.Not.Contain("needChosen"), told);
        var proposed = await member.ReadNeedAsync(world, need.Id);
        Assert.That(((string?)proposed["state"], (Guid)proposed["roundId"]), Is.EqualTo(("proposed", draft.Id)));
        Assert.That((await member.ConfirmAsync(world, proposed)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Demand(draft), Is.EqualTo((12L, 1)));
    }

    [Test]
    public async Task for_a_draft_lapses_with_its_lots_and_with_what_no_longer_fits()
    {
        var world = await World.NewAsync();
        var (rewritten, draft, other, cancelled) = (await ADraftRound(world), await ADraftRound(world), await ADraftRound(world), await ADraftRound(world));
        var member = await world.MemberAsync();
        var needs = new List<Answer>();
        for (var i = 0; i < 4; i++)
            needs.Add((await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok());
        (await Take(rewritten, [needs[0].Id])).Ok();
        (await Take(draft, [needs[1].Id, needs[2].Id])).Ok();
        (await Take(cancelled, [needs[3].Id])).Ok();

        var twice = await Take(other, [needs[1].Id]);
        (await world.Coordinator.PutAsync(rewritten.Url, RoundPlans.ItSupport(world), await rewritten.ETagAsync())).Ok();
        (await cancelled.DoAsync("cancel", """{ "code": "other", "reason": "No need." }""")).Ok();
        (await member.Client.DeleteAsync($"{world.Cluster}/needs/{needs[1].Id}", ifMatch: "\"1\"")).Ok();
        (await draft.DoAsync("publish")).Ok();
        (await rewritten.DoAsync("publish")).Ok();
        var freed = await Take(other, [needs[0].Id, needs[3].Id]);

        Assert.That(twice.Code, Is.EqualTo("needChosenElsewhere"));
        var states = new List<string?>();
        foreach (var need in needs)
            states.Add((string?)(await member.ReadNeedAsync(world, need.Id))["state"]);
        Assert.That(states, Is.EqualTo(new[] { "standing", "withdrawn", "proposed", "standing" }));
        Assert.That(freed.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task for_a_draft_that_publishes_itself_proposes_them_then()
    {
        var world = await World.NewAsync();
        var plan = RoundPlans.ItSupport(world).Replace(
            "\"standstillDays\"", $"\"opensAt\": \"{RoundPlans.From(world, TimeSpan.FromSeconds(2))}\", \"standstillDays\"", StringComparison.Ordinal);
        var draft = await ADraftRound(world, plan);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();
        (await Take(draft, [need.Id])).Ok();

        await AReview.UntilAsync(draft, read => (string?)read["state"] != "draft");

        Assert.That((string?)(await member.ReadNeedAsync(world, need.Id))["state"], Is.EqualTo("proposed"));
        Assert.That((await TheJournal.OfAsync(world, need.Id))[^1].Actor, Is.EqualTo("deadline"));
    }

    [Test]
    public async Task takes_all_or_none()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var fits = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id;
        var hours = (await member.Client.PostAsync(
            $"{world.Cluster}/needs", NeedBodies.Helpdesk().Replace("\"IE\"", "\"HUR\"", StringComparison.Ordinal))).Ok().Id;

        Assert.That((await Take(round, [fits, hours])).Code, Is.EqualTo("needUnitDiffers"));
        Assert.That((await Take(round, [fits, Guid.NewGuid()])).Code, Is.EqualTo("notFound"));
        Assert.That((string?)(await member.Client.GetAsync($"{world.Cluster}/needs/{fits}"))["state"], Is.EqualTo("standing"));
    }

    [Test]
    public async Task is_refused_when_the_round_does_not_collect()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var over = await ACollectingRound(world);
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id;
        (await over.DoAsync("close-collection")).Ok();

        Assert.That((await Take(over, [need])).Code, Is.EqualTo("roundNotCollecting"));
    }

    [Test]
    public async Task is_refused_for_members_who_may_not_take_part()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var forOthers = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));
        var forAll = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id;

        Assert.That((await Take(forOthers, [need])).Code, Is.EqualTo("groupNotInvited"));

        await SubmittingANeed.Deactivate(world, member);
        Assert.That((await Take(forAll, [need])).Code, Is.EqualTo("memberNotActive"));
    }

    [TestCase("""{ "needIds": [] }""")]
    [TestCase("""{ "needIds": null }""")]
    [TestCase("""{ "needIds": ["one"] }""")]
    [TestCase("""{ "needIds": ["0198c0de-0000-7000-8000-000000000002", "0198c0de-0000-7000-8000-000000000002"] }""")]
    [TestCase("{}")]
    public async Task refuses_what_names_no_needs(string body)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var answer = await world.Coordinator.PostAsync($"{round.Url}/lots/{round.Helpdesk}/needs", body);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer["errors"].AsObject().Single().Key, Does.StartWith("needIds"));
    }

    [Test]
    public async Task is_for_coordinators_and_for_lots_that_are_there()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var other = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var address = $"{round.Url}/lots/{other.Helpdesk}/needs";
        var body = $$"""{ "needIds": ["{{Guid.NewGuid()}}"] }""";

        Assert.That((await member.Client.PostAsync($"{round.Url}/lots/{round.Helpdesk}/needs", body)).Code, Is.EqualTo("missingScope"));
        Assert.That((await member.Client.GetAsync($"{round.Url}/lots/{round.Helpdesk}/needs")).Code, Is.EqualTo("wrongRole"));
        Assert.That((await world.Coordinator.PostAsync(address, body)).Code, Is.EqualTo("notFound"));
        Assert.That((await world.Coordinator.GetAsync(address)).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task is_suggested_for_what_fits()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var plan = RoundPlans.ItSupport(world, groups: group).Replace("\"72253000\"", "\"72250000\"", StringComparison.Ordinal);
        var round = await ADraftRound(world, plan);
        var invited = await world.MemberAsync(groups: group);
        var outsider = await world.MemberAsync();
        async Task<Guid> Say(Member member, string category = "72253000", string unit = "IE", string more = "") => (await member.Client.PostAsync(
            $"{world.Cluster}/needs",
            NeedBodies.Helpdesk(more: more).Replace("72253000", category, StringComparison.Ordinal).Replace("\"IE\"", $"\"{unit}\"", StringComparison.Ordinal))).Ok().Id;

        var same = await Say(invited, "72250000");
        var below = await Say(invited, "72253200", more: """, "neededBy": "2027-04-01" """);
        await Say(invited, "72000000");
        await Say(invited, "72260000");
        await Say(invited, unit: "HUR");
        await Say(invited, more: """, "neededBy": "2027-03-31" """);
        await Say(outsider);
        var suggested = (await world.Coordinator.GetAsync($"{round.Url}/lots/{round.Helpdesk}/needs")).Ok();

        Assert.That(suggested["items"].AsArray().Select(n => (Guid)n!["id"]!), Is.EqualTo(new[] { same, below }));
        Assert.That(suggested.Text, Does.Not.Contain("ceiling"));
    }

    private static async Task<(long Quantity, int Members)> Demand(RoundInPlay round)
    {
        var lot = (await round.World.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!;
        return ((long)lot["quantity"]!, (int)lot["members"]!);
    }

    private static Task<Answer> Take(RoundInPlay round, IEnumerable<Guid> needs) => round.World.Coordinator.PostAsync(
        $"{round.Url}/lots/{round.Helpdesk}/needs", $$"""{ "needIds": [{{string.Join(", ", needs.Select(n => $"\"{n}\""))}}] }""");
}
