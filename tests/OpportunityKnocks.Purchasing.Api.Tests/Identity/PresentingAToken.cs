using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Identity;

public sealed class PresentingAToken
{
    [Test]
    public async Task is_enough_while_it_is_good()
    {
        var answer = await AskAsync(Token(OurKey()));

        Assert.That(answer.Ok()["party"].GetValue<string>(), Is.EqualTo("operator"));
    }

    [TestCase("garbage")]
    [TestCase("a.b.c")]
    [TestCase("")]
    [TestCase("eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcGVyYXRvciJ9.")]
    public async Task is_refused_when_it_is_garbage(string token) => AssertRefused(await AskAsync(token));

    [Test]
    public async Task is_refused_when_its_time_is_over() => AssertRefused(await AskAsync(Token(OurKey(), ends: TimeSpan.FromSeconds(-1))));

    [Test]
    public async Task is_refused_when_somebody_else_signed_it()
    {
        using var key = RSA.Create(2048);

        AssertRefused(await AskAsync(Token(new RsaSecurityKey(key) { KeyId = OurKey().KeyId })));
    }

    [Test]
    public async Task is_refused_when_nobody_signed_it() => AssertRefused(await AskAsync(Token(null)));

    [Test]
    public async Task is_refused_when_our_public_key_signed_it_as_a_secret()
    {
        var publicKey = Encoding.ASCII.GetBytes(OurKey().Rsa.ExportSubjectPublicKeyInfoPem());

        AssertRefused(await AskAsync(Token(new SymmetricSecurityKey(publicKey) { KeyId = OurKey().KeyId }, SecurityAlgorithms.HmacSha256)));
    }

    [Test]
    public async Task is_refused_when_it_is_for_somebody_else_or_no_access_token()
    {
        AssertRefused(await AskAsync(Token(OurKey(), audience: "another-service")));
        AssertRefused(await AskAsync(Token(OurKey(), type: "JWT")));
    }

    [Test]
    public async Task is_refused_when_one_letter_of_it_was_changed()
    {
        var parts = Token(OurKey()).Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("directory:read", "directory:writ", StringComparison.Ordinal);

        AssertRefused(await AskAsync($"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}"));
    }

    private static RsaSecurityKey OurKey() => AllTests.Service.Services.GetRequiredService<SecretKeys>().Signing;

    private static async Task<Answer> AskAsync(string token)
    {
        using var party = new Party(AllTests.Service.Client(), token);
        return await party.GetAsync("/v1/me");
    }

    private static void AssertRefused(Answer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized), answer.Text);
        Assert.That(answer.Code, Is.EqualTo("notSignedIn"));
        Assert.That(answer.Message.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    private static string Token(
        SecurityKey? key, string algorithm = SecurityAlgorithms.RsaSha256, TimeSpan? ends = null, string audience = SignIn.Audience, string type = "at+jwt")
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = AllTests.Service.Address.ToString(),
            Audience = audience,
            TokenType = type,
            NotBefore = now.AddMinutes(-10),
            Expires = now + (ends ?? TimeSpan.FromMinutes(1)),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [PartyClaims.Client] = AllTests.OperatorId,
                [PartyClaims.Party] = nameof(PartyKind.Operator),
                [PartyClaims.Scope] = "operate directory:read",
            },
            SigningCredentials = key is null ? null : new SigningCredentials(key, algorithm),
        });
    }
}
