using System.Net;
using System.Security.Cryptography;
using System.Text;
using Jose;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

/// <summary>A supplier that trusts nobody seals its bid itself, with nothing but the tender's public key and any JOSE library.</summary>
public sealed class SendingAnEnvelope
{
    [Test]
    public async Task has_it_considered_like_any_other_bid()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (sealer, other) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());
        var envelope = Seal(await KeyAsync(tender, sealer), $"  {tender.BidJson("18.0000")}   ");

        var put = (await sealer.Client.PutAsync(tender.Bid, Body(envelope), ifNoneMatch: "*")).Ok();
        await tender.BidAsync(other);
        await tender.PassBidDeadlineAsync();
        await tender.OpenBidsAsync();

        var bids = (await tender.World.Coordinator.GetAsync($"{tender.Url}/bids")).Ok()["items"].AsArray();
        Assert.That(bids.Select(b => (string?)b!["state"]), Is.EqualTo(new[] { "submitted", "submitted" }));
        Assert.That(bids.Select(b => (string?)b!["offer"]!["lots"]![0]!["tiers"]![0]!["unitPrice"]), Does.Contain("18.0000"));
        Assert.That(
            Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString((string)put["salt"]!), .. Encoding.ASCII.GetBytes(envelope)])),
            Is.EqualTo((string?)put["commitment"]));
        Assert.That(put.Body["contentCommitment"], Is.Null, "the service has not seen the text");
        var own = (await sealer.Client.GetAsync(tender.Bid)).Ok();
        Assert.That((string?)own["offer"]["lots"]![0]!["tiers"]![0]!["unitPrice"], Is.EqualTo("18.0000"));
        (await tender.CloseAsync()).Ok();
    }

    [Test]
    public async Task that_cannot_be_read_makes_the_bid_invalid_and_says_why()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var good = await tender.World.SupplierAsync();
        var key = await KeyAsync(tender, good);
        await tender.BidAsync(good);
        using var foreign = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var whole = Seal(key, tender.BidJson());
        var parts = whole.Split('.');
        var cases = new (string Envelope, string Reason)[]
        {
            ("a.b.c.d.e", "header is not base64url of JSON"),
            (string.Join('.', parts.Select((p, i) => i == 3 ? $"{(p[0] == 'A' ? 'B' : 'A')}{p[1..]}" : p)), "cannot be decrypted"),
            (Seal(new Jwk(foreign, isPrivate: false), tender.BidJson()), "cannot be decrypted"),
            (Seal(key, tender.BidJson(), headers: new(StringComparer.Ordinal) { ["kid"] = "another" }), "another key than the tender's"),
            (JWT.Encode(tender.BidJson(), key, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A128GCM), "alg and enc must be"),
            (JWT.Encode(tender.BidJson(), key, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM, compression: JweCompression.DEF), "must not be compressed"),
            (Seal(key, "not JSON"), "is not a bid"),
            (Seal(key, "null"), "is not a bid"),
            (Seal(key, """{ "vatRegistered": true, "requirements": [], "lots": [], "price": 1 }"""), "is not a bid"),
            (Seal(key, """{ "vatRegistered": true, "requirements": [], "lots": [] }"""), "lots has 1 to 200 lots"),
            (Seal(key, tender.BidJson().Replace("\"GBP\"", "\"EUR\"", StringComparison.Ordinal)), "the cluster buys in GBP"),
            (Seal(key, tender.BidJson().Replace(tender.Helpdesk.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal)), "the tender has no lot"),
            (Seal(key, tender.BidJson().Replace("\"requirementId\"", "\"requirementID\"", StringComparison.Ordinal)), "is not a bid"),
        };
        var suppliers = new List<Supplier>();
        foreach (var (envelope, _) in cases)
        {
            suppliers.Add(await tender.World.SupplierAsync());
            (await suppliers[^1].Client.PutAsync(tender.Bid, Body(envelope), ifNoneMatch: "*")).Ok();
        }

        await tender.PassBidDeadlineAsync();
        await tender.OpenBidsAsync();

        foreach (var (supplier, (_, reason)) in suppliers.Zip(cases))
        {
            var own = (await supplier.Client.GetAsync(tender.Bid)).Ok();
            Assert.That((string?)own["state"], Is.EqualTo("invalid"), reason);
            Assert.That((string?)own["exclusionNote"], Does.Contain(reason));
            Assert.That(own.Body["offer"], Is.Null);
            var told = (await TheJournal.OfAsync(tender.World, (Guid)own["bidId"]!)).Single();
            Assert.That((told.Type, told.Version), Is.EqualTo(("BidInvalid", 2)));
        }

        var opened = (await TheJournal.OfAsync(tender.World, tender.Id)).Single(e => e.Type == "BidsOpened");
        Assert.That((int)opened.Payload["bids"]!, Is.EqualTo(1), "only what can be read counts");
        (await tender.CloseAsync()).Ok();
    }

    [Test]
    public async Task of_a_wrong_shape_is_refused_at_once()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var whole = Seal(await KeyAsync(tender, supplier), tender.BidJson());
        string[] wrong =
        [
            "", "x", "a.b.c.d", "a.b.c.d.e.f", "a.b.c.d.", "a.b.c.d.=", "a.b.c.d.e ", whole + "\\n", whole.Replace('.', ','), new string('a', 1000),
        ];

        foreach (var envelope in wrong)
        {
            var put = await supplier.Client.PutAsync(tender.Bid, Body(envelope), ifNoneMatch: "*");
            Assert.That((put.Status, put.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), envelope);
        }

        var both = await supplier.Client.PutAsync(
            tender.Bid, tender.BidJson().Insert(tender.BidJson().IndexOf('{') + 1, $"\"envelope\": \"{whole}\","), ifNoneMatch: "*");
        var huge = await supplier.Client.PutAsync(tender.Bid, Body($"{whole}{new string('A', 300_000)}"), ifNoneMatch: "*");
        Assert.That(both.Text, Does.Contain("is sent instead of"));
        Assert.That(huge.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That((await supplier.Client.GetAsync(tender.Bid)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task is_not_needed_because_the_service_seals_what_comes_in_clear_and_pads_it()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (brief, wordy) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());
        await tender.BidAsync(brief, tender.BidJson("1.0000", note: "x"));
        await tender.BidAsync(wordy, tender.BidJson("123456.7891", note: new string('w', 1500)));

        var rows = await StoredAsync(tender);

        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows.Select(r => r.Content), Has.All.Null);
        Assert.That(rows[0].Envelope, Has.Length.EqualTo(rows[1].Envelope!.Length), "whatever they say");
        Assert.That(Encoding.UTF8.GetString(Base64Url.Decode(rows[0].Envelope!.Split('.')[0])), Does.Contain("ECDH-ES+A256KW"));
        await tender.PassBidDeadlineAsync();
        await tender.OpenBidsAsync();
        Assert.That((await StoredAsync(tender)).Select(r => r.Content), Has.All.Contains("unitPrice"), "kept for the evaluation");
    }

    private static string Body(string envelope) => $$"""{ "envelope": "{{envelope}}" }""";

    private static string Seal(Jwk key, string text, Dictionary<string, object>? headers = null) =>
        JWT.Encode(text, key, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM, extraHeaders: headers);

    private static async Task<Jwk> KeyAsync(RoundInPlay tender, Supplier supplier) =>
        Jwk.FromJson((await supplier.Client.GetAsync(tender.Tender)).Ok()["sealingKey"].ToJsonString(), JWT.DefaultSettings.JsonMapper);

    private static async Task<List<(string? Envelope, string? Content)>> StoredAsync(RoundInPlay tender)
    {
        await using var command = tender.World.Service.Database.CreateCommand("SELECT envelope, content FROM bid_versions WHERE cluster_id = $1");
        command.Parameters.AddWithValue(tender.World.ClusterId);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string?, string?)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetValue(0) as string, reader.GetValue(1) as string));
        return rows;
    }
}
