using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

public sealed class LimitingRequests
{
    [Test]
    public async Task tells_a_client_its_quota_and_stops_it_there()
    {
        await using var service = Service.Start(
            AllTests.ConnectionString,
            AllTests.KeysFolder,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Limits:ClientPerMinute"] = "5" });
        using var op = await Party.SignInAsync(service, AllTests.OperatorId, AllTests.OperatorSecret);

        var first = (await op.GetAsync("/v1/me")).Ok();
        for (var i = 0; i < 4; i++)
            (await op.GetAsync("/v1/me")).Ok();
        var last = await op.GetAsync("/v1/me");

        Assert.That(first.Message.Headers.GetValues("RateLimit-Policy").Single(), Is.EqualTo("\"default\";q=5;w=60"));
        Assert.That(first.Message.Headers.GetValues("RateLimit").Single(), Does.StartWith("\"default\";r=4;"));
        Assert.That(last.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(last.Code, Is.EqualTo("tooManyRequests"));
        Assert.That(last.Message.Headers.RetryAfter, Is.Not.Null);
    }
}
