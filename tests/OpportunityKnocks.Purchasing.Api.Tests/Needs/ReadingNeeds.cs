using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class ReadingNeeds
{
    private static readonly string[] Sealed = ["ceiling", "anyPrice", "bundle"];

    [Test]
    public async Task shows_a_member_its_own_and_nobody_elses()
    {
        var (world, _, member, url, _) = await ChangingANeed.APooledNeed();
        var other = await world.MemberAsync();

        Assert.That((await other.Client.GetAsync(url)).Code, Is.EqualTo("notFound"));
        Assert.That((await other.Client.GetAsync($"{world.Cluster}/needs"))["items"].AsArray(), Is.Empty);
        Assert.That((await other.Client.GetAsync($"{world.Cluster}/needs?memberId={member.MemberId}"))["items"].AsArray(), Is.Empty);
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/needs"))["items"].AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task shows_the_coordinator_what_is_sealed_only_after_the_opening()
    {
        var (world, round, member, url, need) = await ChangingANeed.APooledNeed();
        (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();
        var anyPrice = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk, 3, null))).Ok();

        var before = await AsCoordinator(world, url);
        await OpenAsync(world, round);
        var after = await AsCoordinator(world, url);

        Assert.That(before.SelectMany(n => n.Select(m => m.Key)).Intersect(Sealed, StringComparer.Ordinal), Is.Empty);
        Assert.That((string?)before[0]["baseline"]!["unitPrice"], Is.EqualTo("31.5000"));
        Assert.That(after[0].ToJsonString(), Is.EqualTo(need.Body.ToJsonString()));
        Assert.That((bool)after.Single(n => (Guid)n["id"]! == anyPrice.Id)["anyPrice"]!, Is.True);
        Assert.That(after.Single(n => (string?)n["state"] == "standing").Select(m => m.Key).Intersect(Sealed, StringComparer.Ordinal), Is.Empty, "a standing need never shows it");
    }

    [Test]
    public async Task filters_by_state_lot_and_member()
    {
        var (world, round, member, url, need) = await ChangingANeed.APooledNeed();
        var other = await world.MemberAsync();
        var standing = (await other.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();

        Assert.That(await Listed(world, "?state=standing"), Is.EqualTo(new[] { standing.Id }));
        Assert.That(await Listed(world, $"?lotId={round.Helpdesk}"), Is.EqualTo(new[] { need.Id }));
        Assert.That(await Listed(world, $"?lotId={round.OnSite}"), Is.Empty);
        Assert.That(await Listed(world, $"?memberId={other.MemberId}"), Is.EqualTo(new[] { standing.Id }));
        Assert.That(await Listed(world, ""), Is.EqualTo(new[] { need.Id, standing.Id }));

        (await member.Client.DeleteAsync(url, ifMatch: need.ETag)).Ok();
        Assert.That(await Listed(world, "?state=withdrawn"), Is.EqualTo(new[] { need.Id }));
    }

    [TestCase("?state=lost")]
    [TestCase("?state=Standing")]
    [TestCase("?state=0")]
    [TestCase("?state=standing&state=pooled")]
    [TestCase("?lotId=1")]
    [TestCase("?limit=0")]
    [TestCase("?cursor=zzz")]
    public async Task refuses_filters_it_does_not_know(string query)
    {
        var world = await World.NewAsync();

        Assert.That((await world.Coordinator.GetAsync($"{world.Cluster}/needs{query}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task goes_page_by_page()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        (await member.Client.PostAsync($"{world.Cluster}/needs/batch", NeedBodies.Batch(Enumerable.Range(1, 7).Select(i => NeedBodies.Helpdesk(null, i))))).Ok();

        var quantities = new List<long>();
        for (var next = $"{world.Cluster}/needs?limit=3&state=standing"; next is not null;)
        {
            var page = (await member.Client.GetAsync(next)).Ok();
            quantities.AddRange(page["items"].AsArray().Select(n => (long)n!["quantity"]!));
            next = (string?)page.Body["next"];
        }

        Assert.That(quantities, Is.EquivalentTo(Enumerable.Range(1, 7)));
    }

    private static async Task<System.Text.Json.Nodes.JsonObject[]> AsCoordinator(World world, string url)
    {
        var one = (await world.Coordinator.GetAsync(url)).Ok();
        var all = (await world.Coordinator.GetAsync($"{world.Cluster}/needs")).Ok();
        return [one.Body.AsObject(), .. all["items"].AsArray().Select(n => n!.AsObject())];
    }

    private static async Task<IEnumerable<Guid>> Listed(World world, string query) =>
        (await world.Coordinator.GetAsync($"{world.Cluster}/needs{query}")).Ok()["items"].AsArray().Select(n => (Guid)n!["id"]!);

    /// <summary>The opening of the bids as the reader of needs sees it: the round says when it was.</summary>
    private static async Task OpenAsync(World world, RoundInPlay round)
    {
        await using var command = world.Service.Database.CreateCommand("UPDATE rounds SET bids_opened_at = now() WHERE cluster_id = $1 AND id = $2");
        command.Parameters.AddWithValue(world.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await command.ExecuteNonQueryAsync();
    }
}
