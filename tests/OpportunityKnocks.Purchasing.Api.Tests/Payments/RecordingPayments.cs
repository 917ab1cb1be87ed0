using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Api.Tests.Settlements;

namespace OpportunityKnocks.Purchasing.Api.Tests.Payments;

/// <summary>A owes 144.00, B 96.00, and 240.00 is due to S.</summary>
public sealed class RecordingPayments
{
    [Test]
    public async Task settles_what_members_owe_and_suppliers_are_due()
    {
        var (world, auction, _) = await CorrectingASettlement.ASettledMonthAsync();
        var (a, s) = (auction.Members["A"], auction.Suppliers["S"]);

        (await PayAsync(world, $"\"memberId\": \"{a.MemberId}\"", "150.00")).Ok();
        (await PayAsync(world, $"\"memberId\": \"{a.MemberId}\", \"direction\": \"paid\"", "6.00")).Ok();
        (await PayAsync(world, $"\"supplierId\": \"{s.OrganisationId}\"", "100.00")).Ok();

        var statement = (await a.Client.GetAsync($"{world.Cluster}/members/{a.MemberId}/statement")).Ok();
        var account = (await s.Client.GetAsync($"{world.Cluster}/suppliers/{s.OrganisationId}/account")).Ok();
        var balances = (await (await world.AuditorAsync()).GetAsync($"{world.Cluster}/ledger/balances")).Ok();
        var trial = (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok()["accounts"].AsArray();
        Assert.That(statement["lines"].AsArray().Select(l => l!["balance"].Pence()), Is.EqualTo(new[] { 14400L, -600, 0 }));
        Assert.That(account["lines"].AsArray().Select(l => (l!["amount"].Pence(), l["balance"].Pence())), Is.EqualTo(new[] { (24000L, 24000L), (-10000, 14000) }));
        Assert.That(
            balances["members"].AsArray().Select(m => ((string)m!["memberName"]!, m["charged"].Pence(), m["paid"].Pence(), m["owes"].Pence())),
            Is.EqualTo(new[] { ("A", 14400L, 14400L, 0L), ("B", 9600, 0, 9600) }));
        Assert.That(balances["suppliers"].AsArray().Select(x => (x!["supplied"].Pence(), x["paid"].Pence(), x["isDue"].Pence())), Is.EqualTo(new[] { (24000L, 10000L, 14000L) }));
        Assert.That(balances["between"].AsArray().Sum(b => b!["charged"].Pence()), Is.EqualTo(24000));
        Assert.That(trial.Single(x => (string)x!["kind"]! == "bank")!["balance"].Pence(), Is.EqualTo(4400));
    }

    [Test]
    public async Task matches_a_bank_statement_by_reference_and_each_line_once()
    {
        var (world, auction, _) = await CorrectingASettlement.ASettledMonthAsync();
        var (a, b, s) = (await ReferenceAsync(world, auction, "A"), await ReferenceAsync(world, auction, "B"), await SupplierReferenceAsync(world, auction));
        var csv = $"""
            Date,Description,Amount,Reference
            30/04/2027,BACS,"100.00",{a}
            2027-04-30,BACS,44.00,"inv {a[..4].ToLowerInvariant()} {a[4..]}"
            2027-04-30,BACS,10.00,{b}
            2027-04-30,BACS,10.00,{b}
            2027-05-01,"Payment to {s}","-1,000.50",
            2027-05-02,Somebody,7.00,"=HYPERLINK(""http://example.org"")"
            2027-05-02,Both,8.00,{a} {b}
            """;

        var first = (await ImportAsync(world, csv)).Ok();
        var again = (await ImportAsync(world, csv + "\n2027-05-03,BACS,1.00," + b)).Ok();

        Assert.That((int)first["known"], Is.Zero);
        Assert.That(first["payments"].AsArray().Select(p => ((string)p!["direction"]!, p["amount"].Pence())), Is.EquivalentTo(new[] { ("received", 10000L), ("received", 4400), ("received", 1000), ("received", 1000), ("paid", 100050) }));
        Assert.That(first["unmatched"].AsArray().Select(l => l!["amount"].Pence()), Is.EqualTo(new[] { 700L, 800 }));
        Assert.That(((int)again["known"], again["payments"].AsArray().Count, again["unmatched"].AsArray().Count), Is.EqualTo((7, 1, 0)));
        var statement = (await auction.Members["A"].Client.GetAsync($"{world.Cluster}/members/{auction.Members["A"].MemberId}/statement")).Ok();
        Assert.That(statement["closingBalance"].Pence(), Is.Zero);
    }

    [Test]
    public async Task leaves_the_others_to_be_assigned_by_hand_once()
    {
        var (world, auction, _) = await CorrectingASettlement.ASettledMonthAsync();
        (await ImportAsync(world, "date;reference;paid in;paid out\n2027-05-02;thank you;7.00;\n")).Ok();
        var line = (Guid)(await world.Coordinator.GetAsync($"{world.Cluster}/bank-lines?unmatched=true")).Ok()["items"][0]!["id"]!;
        var json = $$"""{ "memberId": "{{auction.Members["B"].MemberId}}" }""";

        var unknown = await world.Coordinator.PostAsync($"{world.Cluster}/bank-lines/{line}/assign", $$"""{ "memberId": "{{Guid.NewGuid()}}" }""");
        var many = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Coordinator.PostAsync($"{world.Cluster}/bank-lines/{line}/assign", json)));

        Assert.That((unknown.Status, unknown.Code), Is.EqualTo((HttpStatusCode.BadRequest, "unknownParty")));
        Assert.That(many.Count(x => x.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(many.Count(x => x.Code == "bankLineAssigned"), Is.EqualTo(3));
        Assert.That((await world.Coordinator.GetAsync($"{world.Cluster}/bank-lines?unmatched=true")).Ok()["items"].AsArray(), Is.Empty);
        Assert.That((await world.Coordinator.GetAsync($"{world.Cluster}/payments")).Ok()["items"][0]!["amount"].Pence(), Is.EqualTo(700));
    }

    [TestCase("")]
    [TestCase("what,ever\n1,2")]
    [TestCase("date,amount,reference\n2027-13-01,1.00,x")]
    [TestCase("date,amount,reference\n2027-01-01,1e3,x")]
    [TestCase("date,amount,reference\n2027-01-01,0.00,x")]
    [TestCase("date,amount,reference\n2027-01-01,=1+1,x")]
    [TestCase("date,amount,reference\n2027-01-01,9999999999999.00,x")]
    [TestCase("date,amount,reference\n2027-01-01,1.00,\"x\n2027-01-02,1.00,y")]
    [TestCase("date,amount,reference\n2027-01-01,1.00,a\u0007b")]
    public async Task refuses_a_statement_that_cannot_be_read(string csv)
    {
        var world = await World.NewAsync();

        var refused = await ImportAsync(world, csv);

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest), refused.Text);
        Assert.That((await world.Coordinator.GetAsync($"{world.Cluster}/bank-lines")).Ok()["items"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task reads_no_other_encoding_and_no_endless_file()
    {
        var world = await World.NewAsync();
        const string csv = "date,amount,reference\n2027-01-01,1.00,Zoë\n";

        var utf16 = await ImportAsync(world, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(csv)]);
        var marked = await ImportAsync(world, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv)]);
        var latin = await ImportAsync(world, Encoding.Latin1.GetBytes(csv));
        var many = await ImportAsync(world, "date,amount,reference\n" + string.Concat(Enumerable.Repeat("2027-01-01,1.00,x\n", 1001)));
        var large = await ImportAsync(world, new byte[(1024 * 1024) + 1]);
        var wide = await ImportAsync(world, "date,amount,reference\n2027-01-01,1.00," + new string('x', 100_000));

        Assert.That((string?)utf16.Ok()["unmatched"][0]!["reference"], Is.EqualTo("Zoë"));
        Assert.That((int)marked.Ok()["known"], Is.EqualTo(1));
        Assert.That(new[] { latin, many, large, wide }.Select(x => (int)x.Status), Is.All.EqualTo(400));
    }

    [Test]
    public async Task is_the_coordinators_and_shows_a_supplier_its_own_account_only()
    {
        var (world, auction, round) = await CorrectingASettlement.ASettledMonthAsync();
        var rival = await world.SupplierAsync();
        var foreign = await World.NewAsync();
        var callers = new[] { auction.Members["A"].Client, rival.Client, await world.AuditorAsync(), foreign.Coordinator, Party.Stranger(world.Service) };
        var json = PaymentJson($"\"memberId\": \"{auction.Members["A"].MemberId}\"", "1.00");

        var paid = await Task.WhenAll(callers.Select(c => c.PostAsync($"{world.Cluster}/payments", json)));
        var account = await Task.WhenAll(callers.Select(c => c.GetAsync($"{world.Cluster}/suppliers/{auction.Suppliers["S"].OrganisationId}/account")));
        var clearing = await Task.WhenAll(callers.Append(world.Coordinator).Select(c => c.GetAsync($"{round.Url}/clearing")));
        var balances = await Task.WhenAll(callers.Select(c => c.GetAsync($"{world.Cluster}/ledger/balances")));
        var repeated = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.Coordinator.PostAsync($"{world.Cluster}/payments", json, key: "one")));

        Assert.That(paid.Select(x => (int)x.Status), Is.EqualTo(new[] { 403, 403, 403, 404, 401 }));
        Assert.That(account.Select(x => (int)x.Status), Is.EqualTo(new[] { 403, 404, 200, 404, 401 }));
        Assert.That(clearing.Select(x => (int)x.Status), Is.EqualTo(new[] { 403, 403, 200, 404, 401, 200 }));
        Assert.That(clearing[^1]["closingBalance"].Pence(), Is.Zero);
        Assert.That(clearing[^1]["lines"].AsArray(), Has.Count.EqualTo(3));
        Assert.That(balances.Select(x => (int)x.Status), Is.EqualTo(new[] { 403, 403, 200, 404, 401 }));
        Assert.That(repeated.Select(x => x.Text).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That(await SettlingARound.ScalarAsync(world, "SELECT count(*) FROM payments WHERE cluster_id = $1"), Is.EqualTo(1));
    }

    [TestCase("\"memberId\": null", "1.00", "GBP")]
    [TestCase("\"direction\": \"sideways\"", "1.00", "GBP")]
    [TestCase("\"memberId\": \"0198c0de-0000-7000-8000-000000000001\"", "0.00", "GBP")]
    [TestCase("\"memberId\": \"0198c0de-0000-7000-8000-000000000001\"", "1.00", "USD")]
    [TestCase("\"memberId\": \"0198c0de-0000-7000-8000-000000000001\"", "1.00", "GBP")]
    [TestCase("\"memberId\": \"0198c0de-0000-7000-8000-000000000001\", \"supplierId\": \"0198c0de-0000-7000-8000-000000000001\"", "1.00", "GBP")]
    public async Task is_refused_in_any_other_shape(string party, string amount, string currency)
    {
        var world = await World.NewAsync();

        var refused = await world.Coordinator.PostAsync($"{world.Cluster}/payments", PaymentJson(party, amount).Replace("GBP", currency, StringComparison.Ordinal));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest), refused.Text);
    }

    private static string PaymentJson(string party, string amount) =>
        $$"""{ {{party}}, "amount": { "amount": "{{amount}}", "currency": "GBP" }, "paidOn": "2027-05-01", "reference": "By hand" }""";

    private static Task<Answer> PayAsync(World world, string party, string amount) =>
        world.Coordinator.PostAsync($"{world.Cluster}/payments", PaymentJson(party, amount));

    private static Task<Answer> ImportAsync(World world, string csv) => ImportAsync(world, Encoding.UTF8.GetBytes(csv));

    private static Task<Answer> ImportAsync(World world, byte[] file) => world.Coordinator.PostAsync(
        $"{world.Cluster}/payments/import", new JsonObject { ["file"] = Convert.ToBase64String(file) }.ToJsonString());

    private static async Task<string> ReferenceAsync(World world, Auction auction, string member) =>
        (string)(await auction.Members[member].Client.GetAsync($"{world.Cluster}/members/{auction.Members[member].MemberId}/statement")).Ok()["paymentReference"]!;

    private static async Task<string> SupplierReferenceAsync(World world, Auction auction) =>
        (string)(await auction.Suppliers["S"].Client.GetAsync($"{world.Cluster}/suppliers/{auction.Suppliers["S"].OrganisationId}/account")).Ok()["paymentReference"]!;
}
