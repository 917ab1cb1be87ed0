using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ContractingARound
{
    [Test]
    public async Task waits_for_the_standstill_and_says_until_when()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world, RoundPlans.ItSupport(world, standstillDays: 10));
        var before = await round.ReadAsync();

        var early = await round.DoAsync("contract");

        Assert.That(early.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(early.Code, Is.EqualTo("standstillRunning"));
        Assert.That((string?)early["detail"], Does.Contain((string?)before["standstillEndsAt"]));
        Assert.That((DateTimeOffset)before["standstillEndsAt"]! - (DateTimeOffset)before["awardedAt"]!, Is.EqualTo(TimeSpan.FromDays(10)));
        var shown = before["allowedTransitions"].AsArray().Single(s => (string?)s!["name"] == "contract")!;
        Assert.That((string?)shown["availableFrom"], Is.EqualTo((string?)before["standstillEndsAt"]));
    }

    [Test]
    public async Task happens_once_when_the_standstill_is_over()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);

        var contracted = (await round.DoAsync("contract")).Ok();

        Assert.That((string?)contracted["state"], Is.EqualTo("contracted"));
        Assert.That((await TheJournal.OfAsync(world, round.Id))[^1].Type, Is.EqualTo("RoundContracted"));
        Assert.That((await round.DoAsync("contract")).Code, Is.EqualTo("roundStateForbids"));
        Assert.That((await round.DoAsync("cancel", """{ "code": "other", "reason": "Too late." }""")).Code, Is.EqualTo("roundStateForbids"));
    }
}
