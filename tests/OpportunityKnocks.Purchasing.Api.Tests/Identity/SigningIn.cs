using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Identity;

public sealed class SigningIn
{
    [Test]
    public async Task gives_a_token_that_says_who_the_client_is()
    {
        using var op = await Party.SignInAsync(AllTests.Service, AllTests.OperatorId, AllTests.OperatorSecret);

        var me = (await op.GetAsync("/v1/me")).Ok();

        Assert.That((string?)me["party"], Is.EqualTo("operator"));
        Assert.That((string?)me["clientId"], Is.EqualTo(AllTests.OperatorId));
    }

    [Test]
    public async Task is_needed_for_everything()
    {
        using var stranger = Party.Stranger(AllTests.Service);

        var answer = await stranger.GetAsync("/v1/me");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Code, Is.EqualTo("notSignedIn"));
    }
}
