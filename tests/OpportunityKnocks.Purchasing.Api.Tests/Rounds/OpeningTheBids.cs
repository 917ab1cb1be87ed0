using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class OpeningTheBids
{
    [Test]
    public async Task is_never_early()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        var early = await round.DoAsync("open-bids");

        Assert.That(early.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(early.Code, Is.EqualTo("bidsNotClosed"));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("tendering"));
    }

    [Test]
    public async Task ends_a_round_nobody_bid_for_and_gives_the_needs_back()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        await TheDeadline.PassAsync(round, Window.Bids);

        var opened = await OpenAsync(round);

        Assert.That((string?)opened["state"], Is.EqualTo("notReached"));
        Assert.That((string?)opened["endReason"], Is.EqualTo("No supplier made a bid."));
        var needs = (await world.Coordinator.GetAsync($"{world.Cluster}/needs")).Ok()["items"].AsArray();
        Assert.That(needs.Select(n => (string?)n!["state"]), Has.Exactly(6).EqualTo("standing"));
        var entries = await TheJournal.OfAsync(world, round.Id);
        Assert.That(entries[^2].Type, Is.EqualTo("BidsSealed"));
        Assert.That(entries[^1].Type, Is.EqualTo("RoundNotReached"));
        Assert.That((string?)entries[^1].Payload["logRoot"], Has.Length.EqualTo(64));
    }

    [Test]
    public async Task happens_once()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        await TheDeadline.PassAsync(round, Window.Bids);
        await OpenAsync(round);

        Assert.That((await round.DoAsync("open-bids")).Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task is_for_coordinators()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        using var auditor = await world.AuditorAsync();
        var supplier = await world.SupplierAsync();
        var etag = await round.ETagAsync();

        Assert.That((await auditor.PostAsync($"{round.Url}/open-bids", ifMatch: etag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supplier.Client.PostAsync($"{round.Url}/open-bids", ifMatch: etag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.Members[0].Client.PostAsync($"{round.Url}/open-bids", ifMatch: etag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    /// <summary>The deadline job may seal the round between reading its version and opening it.</summary>
    private static async Task<Answer> OpenAsync(RoundInPlay round)
    {
        var answer = await round.DoAsync("open-bids");
        return answer.Code == "versionStale" ? (await round.DoAsync("open-bids")).Ok() : answer.Ok();
    }
}
