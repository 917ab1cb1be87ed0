using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

/// <summary>A supplier can prove what it sent and when, with nothing but its receipt and the service's public key.</summary>
public sealed class GivingReceipts
{
    [Test]
    public async Task lets_a_supplier_verify_them_with_the_public_key()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var put = await tender.BidAsync(supplier);

        var claims = await VerifiedClaimsAsync(tender.World.Service, (string)put["receipt"]!);

        Assert.That(claims["cluster"], Is.EqualTo(tender.World.ClusterId.ToString()));
        Assert.That(claims["round"], Is.EqualTo(tender.Id.ToString()));
        Assert.That(claims["bid"], Is.EqualTo((string?)put["bidId"]));
        Assert.That(Convert.ToInt32(claims["version"]), Is.EqualTo(1));
        Assert.That((string)JsonNode.Parse(PayloadOf((string)put["receipt"]!))!["acceptedAt"]!, Is.EqualTo((string?)put["acceptedAt"]));
        Assert.That(claims["commitment"], Is.EqualTo((string?)put["commitment"]));
        Assert.That(Convert.ToInt64(claims["journalPosition"]), Is.GreaterThanOrEqualTo(0));
        Assert.That((string)claims["journalHash"], Has.Length.EqualTo(64));
    }

    [Test]
    public async Task commits_to_the_canonical_text_of_what_was_sent()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var text =
            $$"""
            {"vatRegistered":false,"requirements":[{"requirementId":"{{tender.Requirements[0]}}","met":true,"note":"Zoë's \"5 €\" <b>"}],"lots":[{"lotId":"{{tender.OnSite}}","basis":"incremental","tiers":[{"fromQuantity":1,"unitPrice":"61.2500"},{"fromQuantity":5,"unitPrice":"50.0000"}],"feePerMember":{"amount":"25.00","currency":"GBP"},"capacity":40,"vatCategory":"notRegistered","vatRate":"0"}]}
            """;
        var sent =
            $$"""
            {
              "lots": [{
                "vatRate": "0.00", "vatCategory": "notRegistered", "capacity": 40, "fixedFee": null, "feePerMember": { "currency": "GBP", "amount": "25" },
                "tiers": [{ "unitPrice": "61.25", "fromQuantity": 1 }, { "unitPrice": "50", "fromQuantity": 5 }],
                "basis": "incremental", "lotId": "{{tender.OnSite.ToString().ToUpperInvariant()}}"
              }],
              "requirements": [{ "note": "Zo\u00eb's \"5 \u20ac\" <b>", "met": true, "requirementId": "{{tender.Requirements[0]}}" }],
              "vatRegistered": false
            }
            """;

        var put = await tender.BidAsync(supplier, sent);

        var salt = Convert.FromHexString((string)put["contentSalt"]!);
        Assert.That(salt, Has.Length.EqualTo(32));
        Assert.That(
            Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(text)])),
            Is.EqualTo((string?)put["contentCommitment"]));
        var claims = await VerifiedClaimsAsync(tender.World.Service, (string)put["receipt"]!);
        Assert.That(claims["contentCommitment"], Is.EqualTo((string?)put["contentCommitment"]));
    }

    [Test]
    public async Task never_makes_the_same_commitment_twice()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (one, two) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());

        var (first, second) = (await tender.BidAsync(one), await tender.BidAsync(two));

        Assert.That((string?)first["commitment"], Is.Not.EqualTo((string?)second["commitment"]), "equal bids must not be told from equal commitments");
    }

    [Test]
    public async Task gives_none_that_passes_for_an_access_token()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var put = await tender.BidAsync(await tender.World.SupplierAsync());
        using var thief = new Party(tender.World.Service.Client(), (string)put["receipt"]!);

        var me = await thief.GetAsync("/v1/me");

        Assert.That(me.Code, Is.EqualTo("notSignedIn"));
    }

    private static async Task<IDictionary<string, object>> VerifiedClaimsAsync(Service service, string receipt)
    {
        using var http = service.Client();
        var keys = new JsonWebKeySet(await http.GetStringAsync("/.well-known/jwks"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(receipt, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidTypes = ["bid-receipt+jwt"],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        Assert.That(result.IsValid, Is.True, result.Exception?.Message);
        return result.Claims;
    }

    private static string PayloadOf(string receipt) => Base64UrlEncoder.Decode(receipt.Split('.')[1]);
}
