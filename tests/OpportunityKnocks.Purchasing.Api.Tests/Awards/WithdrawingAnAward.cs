using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class WithdrawingAnAward
{
    [Test]
    public async Task leads_to_the_next_award_without_the_supplier_that_failed()
    {
        var round = await AnAwardedRound(await World.NewAsync());
        var before = await round.AwardAsync();

        var back = (await WithdrawAsync(round, round.World.Coordinator, round.Suppliers[0])).Ok();

        Assert.That((string?)back["state"], Is.EqualTo("evaluating"));
        Assert.That(back.Body["awardedAt"], Is.Null);
        Assert.That(back.Body["standstillEndsAt"], Is.Null);
        Assert.That((string?)(await round.AwardAsync())["state"], Is.EqualTo("withdrawn"));
        var bid = (await round.Suppliers[0].Client.GetAsync(round.Bid)).Ok();
        Assert.That(((string?)bid["state"], (string?)bid["exclusionReason"], (string?)bid["exclusionNote"]), Is.EqualTo(("excluded", "awardWithdrawn", "Insolvent")));
        (await round.CloseAsync()).Ok();
        var next = await round.AwardAsync();
        Assert.That(next.Id, Is.Not.EqualTo(before.Id));
        Assert.That(WinnersOf(before), Is.EqualTo(new[] { round.Suppliers[0].OrganisationId, round.Suppliers[1].OrganisationId }));
        Assert.That(WinnersOf(next), Is.EqualTo(new[] { round.Suppliers[1].OrganisationId, round.Suppliers[1].OrganisationId }));
        (await round.DoAsync("contract")).Ok();
        var entries = await TheJournal.OfAsync(round.World, round.Id);
        Assert.That(entries.TakeLast(4).Select(e => e.Type), Is.EqualTo(new[] { "RoundClosed", "AwardWithdrawn", "RoundClosed", "RoundContracted" }));
        Assert.That((Guid)entries[^3].Payload["awardId"]!, Is.EqualTo(before.Id));
    }

    [Test]
    public async Task takes_two_persons_where_two_open_bids()
    {
        var (round, second) = await AnAwardOfTwo();

        var proposed = (await WithdrawAsync(round, round.World.Coordinator, round.Suppliers[0])).Ok();
        var sameClient = await WithdrawAsync(round, round.World.Coordinator, round.Suppliers[0]);
        var samePerson = await WithdrawAsync(round, await round.World.CoordinatorAsync("asha  PATEL"), round.Suppliers[0]);

        Assert.That((string?)proposed["state"], Is.EqualTo("awarded"));
        Assert.That((sameClient.Status, sameClient.Code), Is.EqualTo((HttpStatusCode.Conflict, "secondPersonNeeded")));
        Assert.That((samePerson.Status, samePerson.Code), Is.EqualTo((HttpStatusCode.Conflict, "secondPersonNeeded")));
        Assert.That((string?)(await round.AwardAsync())["withdrawal"]["proposedBy"], Is.EqualTo("Asha Patel"));
        Assert.That((await round.AwardAsync(round.Members[0].Client)).Body["withdrawal"], Is.Null, "members learn of it when it is so");
        Assert.That((await second.GetAsync($"{round.World.Cluster}/to-do")).Text, Does.Contain("confirmWithdrawal"));
        Assert.That((await round.World.Coordinator.GetAsync($"{round.World.Cluster}/to-do")).Text, Does.Not.Contain("confirmWithdrawal"));
        var confirmed = (await WithdrawAsync(round, second, round.Suppliers[0])).Ok();
        Assert.That((string?)confirmed["state"], Is.EqualTo("evaluating"));
        var entries = (await TheJournal.OfAsync(round.World, round.Id)).ToLookup(e => e.Type, StringComparer.Ordinal);
        Assert.That(entries["AwardWithdrawn"].Single().Payload["by"]!.ToJsonString(), Is.EqualTo("""["Asha Patel","Ben Osei"]"""));
        Assert.That(entries["AwardWithdrawalProposed"].Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task means_the_same_supplier_or_is_another_proposal()
    {
        var (round, second) = await AnAwardOfTwo();
        (await WithdrawAsync(round, round.World.Coordinator, round.Suppliers[0])).Ok();

        var another = (await WithdrawAsync(round, second, round.Suppliers[1])).Ok();
        var own = await WithdrawAsync(round, second, round.Suppliers[1]);
        var confirmed = (await WithdrawAsync(round, round.World.Coordinator, round.Suppliers[1])).Ok();

        Assert.That((string?)another["state"], Is.EqualTo("awarded"));
        Assert.That(own.Code, Is.EqualTo("secondPersonNeeded"));
        Assert.That((string?)confirmed["state"], Is.EqualTo("evaluating"));
        Assert.That((string?)(await round.Suppliers[0].Client.GetAsync(round.Bid)).Ok()["state"], Is.EqualTo("submitted"));
        Assert.That((string?)(await round.Suppliers[1].Client.GetAsync(round.Bid)).Ok()["state"], Is.EqualTo("excluded"));
    }

    [Test]
    public async Task excludes_nobody_when_the_fault_was_not_a_suppliers()
    {
        var round = await AnAwardedRound(await World.NewAsync());

        (await WithdrawAsync(round, round.World.Coordinator, null)).Ok();
        (await round.CloseAsync()).Ok();

        Assert.That(WinnersOf(await round.AwardAsync()), Is.EqualTo(new[] { round.Suppliers[0].OrganisationId, round.Suppliers[1].OrganisationId }));
    }

    [Test]
    public async Task asks_members_anew_where_each_accepts()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world, RoundPlans.ItSupport(world).With("\"acceptance\": \"eachAccepts\", \"acceptDays\": 5"));
        var member = round.Members[0].Client;
        var old = (await member.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray().Select(c => (Guid)c!["id"]!).ToList();
        (await WithdrawAsync(round, world.Coordinator, round.Suppliers[0])).Ok();
        var meanwhile = await member.PostAsync($"{round.Url}/commitments/{old[0]}/accept", ifMatch: "\"1\"");
        (await round.CloseAsync()).Ok();

        var stale = await member.PostAsync($"{round.Url}/commitments/{old[0]}/accept", ifMatch: "\"1\"");

        Assert.That(meanwhile.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.Conflict), "nobody accepts what is not there any more");
        var anew = (await member.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray();
        Assert.That(anew.Select(c => (string?)c!["answer"]), Has.All.EqualTo("awaited"));
        Assert.That(anew.Select(c => (Guid)c!["id"]!).Intersect(old), Is.Empty);
        (await member.PostAsync($"{round.Url}/commitments/{(Guid)anew[0]!["id"]!}/accept", ifMatch: "\"1\"")).Ok();
    }

    [Test]
    public async Task is_refused_to_all_others_in_other_states_and_for_those_who_won_nothing()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);

        foreach (var (party, status) in new[]
        {
            (Party.Stranger(world.Service), HttpStatusCode.Unauthorized), (round.Members[0].Client, HttpStatusCode.Forbidden),
            (round.Suppliers[0].Client, HttpStatusCode.Forbidden), (await world.AuditorAsync(), HttpStatusCode.Forbidden),
            ((await World.NewAsync()).Coordinator, HttpStatusCode.NotFound),
        })
        {
            Assert.That((await WithdrawAsync(round, party, round.Suppliers[0])).Status, Is.EqualTo(status));
        }

        var loser = await WithdrawAsync(round, world.Coordinator, round.Suppliers[2]);
        Assert.That((loser.Status, loser.Code), Is.EqualTo((HttpStatusCode.Conflict, "supplierNotAwarded")));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/withdraw-award", """{ "reason": " " }""", ifMatch: "*")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/withdraw-award", """{ "reason": "x" }""")).Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/withdraw-award", """{ "reason": "x" }""", ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        (await round.DoAsync("contract")).Ok();
        Assert.That((await WithdrawAsync(round, world.Coordinator, round.Suppliers[0])).Code, Is.EqualTo("roundStateForbids"));
        var evaluating = await AnEvaluatingRound(world);
        Assert.That((await WithdrawAsync(evaluating, world.Coordinator, null)).Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task happens_once_by_a_key()
    {
        var round = await AnAwardedRound(await World.NewAsync());
        var (key, etag, body) = (Guid.NewGuid().ToString(), await round.ETagAsync(), Body(round.Suppliers[0]));

        var first = (await round.World.Coordinator.PostAsync($"{round.Url}/withdraw-award", body, key, etag)).Ok();
        var again = await round.World.Coordinator.PostAsync($"{round.Url}/withdraw-award", body, key, etag);

        Assert.That(again.Text, Is.EqualTo(first.Text));
    }

    [Test]
    public async Task and_contracting_exclude_each_other()
    {
        for (var i = 0; i < 3; i++)
        {
            var round = await AnAwardedRound(await World.NewAsync());
            var etag = await round.ETagAsync();

            var answers = await Task.WhenAll(
                Task.Run(() => round.World.Coordinator.PostAsync($"{round.Url}/contract", ifMatch: etag)),
                Task.Run(() => round.World.Coordinator.PostAsync($"{round.Url}/withdraw-award", Body(round.Suppliers[0]), ifMatch: etag)));

            Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
            var (state, award) = ((string)(await round.ReadAsync())["state"]!, (string)(await round.AwardAsync())["state"]!);
            Assert.That((state, award), Is.EqualTo(answers[0].Status == HttpStatusCode.OK ? ("contracted", "active") : ("evaluating", "withdrawn")));
        }
    }

    private static async Task<(RoundInPlay Round, Party Second)> AnAwardOfTwo()
    {
        var world = await World.NewAsync(openingNeeds: "twoPersons");
        var second = await world.CoordinatorAsync("Ben Osei");
        var round = await ASealedRound(world);
        await round.OpenBidsAsync();
        (await second.PostAsync($"{round.Url}/open-bids", ifMatch: await round.ETagAsync())).Ok();
        (await round.CloseAsync()).Ok();
        return (round, second);
    }

    private static async Task<Answer> WithdrawAsync(RoundInPlay round, Party party, Supplier? failed) =>
        await party.PostAsync($"{round.Url}/withdraw-award", Body(failed), ifMatch: await round.ETagAsync());

    private static string Body(Supplier? failed) =>
        failed is null ? """{ "reason": "We compared the wrong version" }""" : $$"""{ "reason": "Insolvent", "supplierId": "{{failed.OrganisationId}}" }""";

    private static IEnumerable<Guid> WinnersOf(Answer award) => award["lots"].AsArray().Select(l => (Guid)l!["winner"]!["supplier"]!["id"]!);
}
