using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Tests.Identity;

public sealed class RememberingTokens
{
    private readonly RsaSecurityKey _key = new(RSA.Create(2048));
    private readonly RememberingTokenHandler _handler = new();

    [Test]
    public async Task gives_the_same_answer_again()
    {
        var token = Token(TimeSpan.FromMinutes(1));

        var first = await _handler.ValidateTokenAsync(token, Parameters);
        var second = await _handler.ValidateTokenAsync(token, Parameters);

        Assert.That((first.IsValid, second.IsValid), Is.EqualTo((true, true)));
        Assert.That(second.ClaimsIdentity.FindFirst("client_id")!.Value, Is.EqualTo("asha"));
    }

    [Test]
    public async Task never_outlives_the_token()
    {
        var token = Token(TimeSpan.FromMinutes(-1));
        var tolerant = Parameters;
        tolerant.ClockSkew = TimeSpan.FromHours(1);
        var before = await _handler.ValidateTokenAsync(token, tolerant);

        var after = await _handler.ValidateTokenAsync(token, Parameters);

        Assert.That((before.IsValid, after.IsValid), Is.EqualTo((true, false)));
        Assert.That(after.Exception, Is.InstanceOf<SecurityTokenExpiredException>());
    }

    [Test]
    public async Task does_not_let_a_changed_token_pass_for_the_remembered_one()
    {
        var token = Token(TimeSpan.FromMinutes(1));
        await _handler.ValidateTokenAsync(token, Parameters);
        var parts = token.Split('.');

        var otherPayload = await _handler.ValidateTokenAsync($"{parts[0]}.{Token(TimeSpan.FromHours(1)).Split('.')[1]}.{parts[2]}", Parameters);
        var noSignature = await _handler.ValidateTokenAsync($"{parts[0]}.{parts[1]}.", Parameters);

        Assert.That((otherPayload.IsValid, noSignature.IsValid), Is.EqualTo((false, false)));
    }

    private TokenValidationParameters Parameters => new()
    {
        ValidateIssuer = false,
        ValidAudience = "purchasing",
        IssuerSigningKey = _key,
        ClockSkew = TimeSpan.Zero,
    };

    private string Token(TimeSpan life) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Audience = "purchasing",
        Subject = new ClaimsIdentity([new Claim("client_id", "asha")]),
        IssuedAt = DateTime.UtcNow.AddHours(-1),
        NotBefore = DateTime.UtcNow.AddHours(-1),
        Expires = DateTime.UtcNow + life,
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
    });
}
