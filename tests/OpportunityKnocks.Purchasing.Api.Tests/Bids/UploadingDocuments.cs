using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

public sealed class UploadingDocuments
{
    private static readonly byte[] Paper = Encoding.UTF8.GetBytes("%PDF-1.7 how we would do it, in words of our own");

    [Test]
    public async Task opens_them_with_the_bid_that_names_them_and_no_sooner()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var uploaded = (await UploadAsync(tender, supplier, Paper)).Ok();
        var again = (await UploadAsync(tender, supplier, Paper)).Ok();
        (await UploadAsync(tender, supplier, [1, 2, 3])).Ok();
        await tender.BidAsync(supplier, tender.BidJson().With(Named((string)uploaded["sha256"]!)));
        await tender.PassBidDeadlineAsync();
        var before = await tender.World.Coordinator.GetAsync($"{tender.Url}/bids/{Guid.NewGuid()}/documents/{uploaded["sha256"]}");
        await tender.OpenBidsAsync();

        var bid = (await tender.World.Coordinator.GetAsync($"{tender.Url}/bids")).Ok()["items"][0]!;
        var document = (await tender.World.Coordinator.GetAsync($"{tender.Url}/bids/{bid["id"]}/documents/{uploaded["sha256"]}")).Ok();

        Assert.That((string)uploaded["sha256"]!, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Paper))).And.EqualTo((string)again["sha256"]!));
        Assert.That((before.Status, before.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidsSealed")));
        Assert.That(Convert.FromBase64String((string)document["content"]!), Is.EqualTo(Paper));
        Assert.That(((string)document["name"]!, (string)document["mediaType"]!), Is.EqualTo(("Method statement", "application/pdf")));
        var unnamed = await tender.World.Coordinator.GetAsync(
            $"{tender.Url}/bids/{bid["id"]}/documents/{Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]))}");
        Assert.That(unnamed.Status, Is.EqualTo(HttpStatusCode.NotFound), "what no bid names stays sealed");
        var bySupplier = await supplier.Client.GetAsync($"{tender.Url}/bids/{bid["id"]}/documents/{uploaded["sha256"]}");
        Assert.That(bySupplier.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task refuses_a_bid_that_names_one_its_supplier_has_not_uploaded()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (other, supplier) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());
        var theirs = (await UploadAsync(tender, other, Paper)).Ok();

        var refused = await supplier.Client.PutAsync(tender.Bid, tender.BidJson().With(Named((string)theirs["sha256"]!)), ifNoneMatch: "*");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.BadRequest, "documentMissing")));
    }

    [Test]
    public async Task keeps_them_sealed_in_the_database()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        (await UploadAsync(tender, supplier, Paper)).Ok();

        await using var rows = tender.World.Service.Database.CreateCommand($"SELECT d::text FROM bid_documents d WHERE round_id = '{tender.Id}'");
        var row = (string)(await rows.ExecuteScalarAsync())!;
        Assert.That(row, Does.Not.Contain("words of our own"));
        Assert.That(row, Does.Not.Contain(Convert.ToBase64String(Paper)[..20]));
        Assert.That(row, Does.Not.Contain(Convert.ToHexStringLower(SHA256.HashData(Paper))));
        Assert.That(row, Does.Not.Contain("application/pdf"));
    }

    [TestCase("""{ "mediaType": "application/pdf", "content": "not base64!" }""")]
    [TestCase("""{ "mediaType": "application/pdf", "content": "" }""")]
    [TestCase("""{ "mediaType": "text/html; charset=x", "content": "AAAA" }""")]
    [TestCase("""{ "mediaType": "application/pdf", "content": null }""")]
    [TestCase("""{ "mediaType": "application/pdf" }""")]
    public async Task refuses_what_is_no_document(string json)
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        var refused = await supplier.Client.PostAsync($"{tender.Bid}/documents", json);

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task is_over_with_the_deadline()
    {
        var tender = await ASealedRound(await World.NewAsync());

        var late = await UploadAsync(tender, tender.Suppliers[0], Paper);

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidTooLate")));
    }

    private static string Named(string sha256) => $$""" "documents": [{ "sha256": "{{sha256}}", "name": "Method statement" }] """;

    private static Task<Answer> UploadAsync(RoundInPlay tender, Supplier supplier, byte[] content) => supplier.Client.PostAsync(
        $"{tender.Bid}/documents", new JsonObject { ["mediaType"] = "application/pdf", ["content"] = Convert.ToBase64String(content) }.ToJsonString());
}
