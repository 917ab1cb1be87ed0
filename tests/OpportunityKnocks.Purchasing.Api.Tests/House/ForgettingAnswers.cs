using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

[NonParallelizable]
public sealed class ForgettingAnswers
{
    private const string Cluster = """{ "name": "Leicester", "currency": "GBP" }""";

    [Test]
    public async Task happens_after_seven_days_and_not_before()
    {
        // Eight days on, this instance forgets what the others just answered; nobody retries that late.
        await using var service = Service.Start(AllTests.ConnectionString, AllTests.KeysFolder);
        using var op = await Party.SignInAsync(service, AllTests.OperatorId, AllTests.OperatorSecret);
        var first = (await op.PostAsync("/v1/clusters", Cluster, key: "kept-for-a-week")).Ok();
        var forget = service.Services.GetRequiredService<ForgetOldAnswers>();

        await forget.ForgetAsync(CancellationToken.None);
        var again = (await op.PostAsync("/v1/clusters", Cluster, key: "kept-for-a-week")).Ok();
        service.Clock.Advance(TimeSpan.FromDays(8));
        while (await forget.ForgetAsync(CancellationToken.None) > 0)
        {
        }

        service.Clock.Advance(TimeSpan.FromDays(-8));
        var another = (await op.PostAsync("/v1/clusters", Cluster, key: "kept-for-a-week")).Ok();
        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(another.Id, Is.Not.EqualTo(first.Id));
    }
}
