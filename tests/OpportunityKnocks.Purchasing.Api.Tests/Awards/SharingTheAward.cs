using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class SharingTheAward
{
    [TestCase("byValue")]
    [TestCase("equal")]
    [TestCase("byQuantity")]
    public async Task sums_to_the_awards_cost_to_the_penny(string feePolicy)
    {
        var world = await World.NewAsync();
        var round = await Awkward(world, feePolicy).AwardAsync();

        var award = await round.AwardAsync();
        var shares = await round.SharesAsync(limit: 2);

        Assert.That(shares, Has.Count.EqualTo(7));
        foreach (var part in new[] { "net", "vat", "unrecoveredVat", "gross", "cost" })
        {
            Assert.That(shares.Sum(s => s[part].Pence()), Is.EqualTo(award["totals"][part].Pence()), part);
            foreach (var lot in award["lots"].AsArray())
            {
                var ofLot = shares.Where(s => (Guid)s["lotId"]! == (Guid)lot!["lotId"]!);
                Assert.That(ofLot.Sum(s => s[part].Pence()), Is.EqualTo(lot!["winner"]!["totals"]![part].Pence()), part);
            }
        }

        // Lot 1: 31 units at 3.3333 are 103.33 a month, 7 months 723.31, fees 100.00 + 4 x 2.50: 833.31. Lot 2: 11 x 0.0777 = 0.85, 3 quarters: 2.55.
        Assert.That(award["lots"].AsArray().Select(l => l!["winner"]!["totals"]!["net"].Pence()), Is.EqualTo(new[] { 83331L, 255 }));
    }

    [TestCase("byValue")]
    [TestCase("equal")]
    public async Task recomputes_from_its_explanation_as_it_is_shown(string feePolicy)
    {
        var world = await World.NewAsync();
        var round = await Awkward(world, feePolicy).AwardAsync();

        var shares = await round.SharesAsync();

        Assert.Multiple(() =>
        {
            foreach (var share in shares)
            {
                var charges = Recompute(share);
                Assert.That(charges.Sum(c => c.Net), Is.EqualTo(share["net"].Pence()), share.ToJsonString());
                Assert.That(charges.Sum(c => c.Vat), Is.EqualTo(share["vat"].Pence()), share.ToJsonString());
                Assert.That(charges.Sum(c => c.Unrecovered), Is.EqualTo(share["unrecoveredVat"].Pence()), share.ToJsonString());
            }
        });
        foreach (var lot in shares.GroupBy(s => (Guid)s["lotId"]!))
        {
            // In each period the members together pay what the supplier charges for it; the fees come on top in the first.
            var perPeriod = lot.Select(Recompute).Aggregate(
                new long[(int)lot.First()["periods"]!], (sums, charges) => [.. sums.Zip(charges, (sum, charge) => sum + charge.Net)]);
            var fees = lot.Sum(s => s["fixedFee"].Pence() + s["feePerMember"].Pence());
            var line = lot.First()["explanation"]!["lineTotalPerPeriod"].Pence();
            Assert.That(perPeriod, Is.EqualTo(perPeriod.Select((_, i) => line + (i == 0 ? fees : 0))));
        }
    }

    [Test]
    public async Task says_in_one_line_what_the_member_pays_and_why()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 24).Member("A", "50").Member("B").Need("A", 12, ceiling: "40.00").Need("B", 8)
            .Bid("S", Offer("1:28.50", fixedFee: "500.00", feePerMember: "25.00"));
        var round = await auction.AwardAsync();

        var share = (await round.SharesAsync(auction.Members["A"].Client)).Single();

        // 12 x 28.50 x 24 = 8208.00; 500.00 x 12 / 20 = 300.00; 25.00; net 8533.00. VAT: 667.00 x 20 % = 133.40 in the first month, then
        // 23 x 68.40 = 1573.20, together 1706.60; half of each is recovered: 66.70 + 23 x 34.20 = 853.30.
        Assert.That((string?)share["explanation"]!["summary"], Does.Contain("12 ").And.Contain("x GBP 28.5000 x 24 months = GBP 8,208.00")
            .And.Contain("set-up fee GBP 300.00").And.Contain("fee per member GBP 25.00").And.Contain("net GBP 8,533.00")
            .And.Contain("VAT 20 % GBP 1,706.60, of which you recover GBP 853.30").And.Contain("you pay GBP 10,239.60"));
        Assert.That(share["cost"].Pence(), Is.EqualTo(853300 + 85330));
        var ceiling = share["explanation"]!["ceilings"]!.AsArray().Single()!;
        Assert.That(((Guid)ceiling["needId"]!, (string?)ceiling["ceiling"], (bool)ceiling["within"]!), Is.EqualTo((auction.Needs["A 1"], "40.0000", true)));

        // 8533.00 x 1.1 / (12 x 24) = 32.5913...
        Assert.That((string?)ceiling["costPerUnit"]!["rounded"], Is.EqualTo("32.5913"));
    }

    [Test]
    public async Task shows_a_member_its_own_shares_and_commitments_only()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);
        var (mine, others) = (round.Members[0], round.Members[1]);

        var shares = await round.SharesAsync(mine.Client);
        var commitments = (await mine.Client.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray();
        var theirs = (await others.Client.GetAsync($"{round.Url}/commitments")).Ok()["items"][0]!;

        Assert.That(shares.Select(s => (Guid)s["memberId"]!), Is.EqualTo(new[] { mine.MemberId, mine.MemberId }));
        Assert.That(commitments.Select(c => (Guid)c!["memberId"]!), Is.EqualTo(new[] { mine.MemberId, mine.MemberId }));
        Assert.That((await mine.Client.GetAsync($"{round.Url}/commitments/{theirs["id"]}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await others.Client.GetAsync($"{round.Url}/commitments/{theirs["id"]}")).Ok().Id, Is.EqualTo((Guid)theirs["id"]!));
    }

    [Test]
    public async Task stays_visible_to_a_member_that_has_left_the_invited_group()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "City" }""")).Ok().Id;
        var member = await world.MemberAsync("Mover", "0", group);
        var outsider = await world.MemberAsync("Outsider");
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));
        (await round.NeedAsync(member, round.Helpdesk, 10)).Ok();
        (await round.DoAsync("close-collection")).Ok();
        await round.BidAsync(await world.SupplierAsync());
        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        (await round.CloseAsync()).Ok();
        var url = $"{world.Cluster}/members/{member.MemberId}";
        var read = (await world.Coordinator.GetAsync(url)).Ok();

        (await world.Coordinator.PutAsync(url, """{ "vatRecovery": "0", "groupIds": [], "active": true }""", ifMatch: read.ETag)).Ok();

        Assert.That(await round.SharesAsync(member.Client), Has.Count.EqualTo(1));
        Assert.That((await outsider.Client.GetAsync($"{round.Url}/shares")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task never_tells_a_member_anothers_ceiling_baseline_share_or_name()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 3).Member("Aardvark").Member("Badger").Member("Civet")
            .Need("Aardvark", 1009, ceiling: "77.7701", baseline: "88.8801 excluded 20 invoice")
            .Need("Badger", 2003, ceiling: "7.7702", baseline: "88.8802 excluded 20 quote")
            .Need("Civet", 10, ceiling: "77.7703", baseline: "88.8803 excluded 20 estimate")
            .Bid("Winner", Offer("1:10.00", fixedFee: "131.17")).Bid("Loser", Offer("1:66.6601"));
        var round = await auction.ContractAsync();
        (await round.SettleAsync("2027-04-01")).Ok();
        var me = auction.Members["Civet"];

        var answers = await Task.WhenAll(new[]
        {
            round.Url, $"{round.Url}/award", $"{round.Url}/shares", $"{round.Url}/commitments", $"{round.Url}/settlements", $"{round.Url}/settlements/1",
            $"{world.Cluster}/members/{me.MemberId}/statement", $"{world.Cluster}/reports/savings", $"{world.Cluster}/reports/savings?by=group",
            $"{world.Cluster}/reports/savings?by=round", $"{world.Cluster}/reports/savings?by=category",
        }.Select(url => me.Client.GetAsync(url)));

        var shares = (await round.SharesAsync()).Where(s => (string?)s["memberName"] != "Civet").ToList();
        string[] secrets =
        [
            "77.7701", "7.7702", "88.8801", "88.8802", "66.6601", "Aardvark", "Badger", "Loser", "2003",
            .. new[] { "Aardvark", "Badger" }.Select(m => auction.Members[m].MemberId.ToString()),
            .. new[] { "Aardvark 1", "Badger 1" }.Select(n => auction.Needs[n].ToString()),
            .. shares.Select(s => (string)s["gross"]!["amount"]!),
        ];
        Assert.Multiple(() =>
        {
            foreach (var answer in answers)
            {
                foreach (var secret in secrets)
                    Assert.That(answer.Ok().Text, Does.Not.Contain(secret), answer.Message.RequestMessage!.RequestUri!.ToString());
            }
        });
    }

    [Test]
    public async Task is_hidden_before_the_award_from_suppliers_and_from_strangers()
    {
        var world = await World.NewAsync();
        var evaluating = await AnEvaluatingRound(world);
        var round = await AnAwardedRound(world);
        var foreign = await World.NewAsync();
        var stranger = await foreign.MemberAsync();
        string[] pages = ["award", "shares", "commitments"];

        var early = await Task.WhenAll(pages.Select(p => world.Coordinator.GetAsync($"{evaluating.Url}/{p}")));
        var supplier = await Task.WhenAll(pages.Select(p => round.Suppliers[0].Client.GetAsync($"{round.Url}/{p}")));
        var elsewhere = await Task.WhenAll(pages.Select(p => stranger.Client.GetAsync($"{round.Url}/{p}")));
        var through = await Task.WhenAll(pages.Select(p => foreign.Coordinator.GetAsync($"{foreign.Cluster}/rounds/{round.Id}/{p}")));

        Assert.That(early.Select(a => (int)a.Status), Has.All.EqualTo(404));
        Assert.That(supplier.Select(a => (int)a.Status), Has.All.EqualTo(403));
        Assert.That(elsewhere.Select(a => (int)a.Status), Has.All.EqualTo(404));
        Assert.That(through.Select(a => (int)a.Status), Has.All.EqualTo(404));
    }

    [Test]
    public async Task binds_each_member_to_dated_lines_with_each_supplier()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 24).Lot("Printing", periods: 1, periodUnit: "once", startsOn: "2027-05-03")
            .Lot("Training", periods: 2, periodUnit: "year")
            .Member("A").Need("A", 4).Need("A", 5, called: "more").Need("A", 7, lot: 2).Need("A", 2, lot: 3)
            .Bid("S", Offer("1:10.00"), Offer("1:1.00", lot: 2)).Bid("T", Offer("1:3.00", lot: 3));
        var round = await auction.AwardAsync();

        var commitments = (await world.Coordinator.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray()
            .OrderBy(c => (string?)c!["supplier"]!["name"], StringComparer.Ordinal).ToList();

        Assert.That(commitments.Select(c => (string?)c!["supplier"]!["name"]), Is.EqualTo(new[] { "S", "T" }));
        Assert.That(commitments.Select(c => (bool)c!["binding"]!), Has.All.False);
        Assert.That(
            commitments.SelectMany(c => c!["lines"]!.AsArray()).Select(l => ((string)l!["lotTitle"]!, (string)l["from"]!, (string)l["until"]!, (long)l["quantity"]!)),
            Is.EqualTo(new[]
            {
                ("Helpdesk", "2027-04-01", "2029-03-31", 9L),
                ("Printing", "2027-05-03", "2027-05-03", 7L),
                ("Training", "2027-04-01", "2029-03-31", 2L),
            }));
        Assert.That(commitments[0]!["totals"]!["net"].Pence(), Is.EqualTo((9 * 1000 * 24) + 700));
        (await round.DoAsync("contract")).Ok();
        Assert.That((bool)(await world.Coordinator.GetAsync($"{round.Url}/commitments/{commitments[0]!["id"]}")).Ok()["binding"], Is.True);
    }

    private static Auction Awkward(World world, string feePolicy) => new Auction(world) { FeePolicy = feePolicy }
        .Lot("Helpdesk", periods: 7).Lot("Printing", periods: 3, periodUnit: "quarter")
        .Member("A").Member("B", "33.33").Member("C", "100").Member("D", "0.01")
        .Need("A", 7).Need("B", 11).Need("C", 12).Need("D", 1).Need("A", 1, lot: 2).Need("B", 3, lot: 2).Need("C", 7, lot: 2)
        .Bid("S", Offer("1:3.3333", fixedFee: "100.00", feePerMember: "2.50"), Offer("1:0.0777", lot: 2, vat: "5"));

    /// <summary>What the explanation promises, computed from its figures alone: one charge per period, in pence.</summary>
    private static List<(long Net, long Vat, long Unrecovered)> Recompute(JsonNode share)
    {
        var explanation = share["explanation"]!;
        var (periods, perPeriod) = ((int)share["periods"]!, explanation["lineTotalPerPeriod"].Pence());
        var line = Part(explanation["line"]!);
        var (weight, sum) = ((long)explanation["line"]!["weight"]!, (long)explanation["line"]!["sumOfWeights"]!);
        var floor = (long)((BigInteger)perPeriod * weight / sum);

        var nets = Enumerable.Repeat(floor, periods).ToArray();
        for (var extra = 0; extra < line - (floor * periods); extra++)
            nets[((int)explanation["firstExtraPeriod"]! - 1 + extra) % periods]++;
        nets[0] += Part(explanation["fixedFee"]!) + explanation["feePerMember"].Pence();

        var (rate, recovery) = (Percent(explanation["vatRate"]!), Percent(explanation["vatRecovery"]!));
        return [.. nets.Select(net =>
        {
            var vat = HalfUp(net * rate);
            return (net, vat, HalfUp(vat * (10_000 - recovery)));
        })];
    }

    private static long Part(JsonNode split)
    {
        var floor = (long)BigInteger.DivRem((BigInteger)split["total"].Pence() * (long)split["weight"]!, (long)split["sumOfWeights"]!, out var rest);
        Assert.That(floor, Is.EqualTo(split["floor"].Pence()));
        if (split["cutOff"] is null)
            return floor;

        // Fractions are compared over one denominator.
        var cutOff = ((string)split["cutOff"]!).Split('/');
        var comparison = (rest * BigInteger.Parse(cutOff.Length == 1 ? "1" : cutOff[1], CultureInfo.InvariantCulture))
            .CompareTo(BigInteger.Parse(cutOff[0], CultureInfo.InvariantCulture) * (long)split["sumOfWeights"]!);
        return floor + (comparison > 0 || (comparison == 0 && (bool)split["gotMissingUnit"]!) ? 1 : 0);
    }

    private static long Percent(JsonNode percent) => (long)(decimal.Parse((string)percent!, CultureInfo.InvariantCulture) * 100);

    private static long HalfUp(long tenThousandths) => (tenThousandths + 5_000) / 10_000;
}
