using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.House;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

/// <summary>Four members; what two of them need, would pay at most and pay today are numbers that nothing else makes.</summary>
public sealed class CheckingYourOwnShare
{
    private static readonly string[] Canaries = ["7919", "6151", "6143.2211", "4271.9917", "5077.3391", "3391.7703"];

    [Test]
    public async Task takes_ten_lines_and_what_a_member_is_shown()
    {
        var auction = await StageAsync("equal");
        var mine = await auction.Round.SharesAsync(auction.Members["A"].Client);
        var x = mine[0]["overTheRound"]!["adjustment"]!;

        // As in the README: each part again, and then what the member pays over the round to the penny of its exact target.
        foreach (var share in mine)
        {
            var explained = share["explanation"]!;
            Assert.That(Part(explained["line"]!) + Part(explained["fixedFee"]!) + explained["feePerMember"].Pence(), Is.EqualTo(share["net"].Pence()));
        }

        var pays = mine.Sum(share => share["cost"].Pence()) + x["amount"].Pence();
        var target = ((string)x["target"]!["exact"]!).Split('/');
        var exact = (decimal)BigInteger.Parse(target[0], CultureInfo.InvariantCulture) / (decimal)BigInteger.Parse(target.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture);
        Assert.That(Math.Abs(pays - (exact * 100)), Is.LessThanOrEqualTo(1));
        Assert.That(x["amount"].Pence(), Is.Not.Zero);
    }

    [TestCase("poolRate")]
    [TestCase("equal")]
    public async Task learns_no_other_members_need_ceiling_or_baseline(string method)
    {
        var auction = await StageAsync(method);
        var (me, other) = (auction.Members["A"], auction.Members["B"]);
        var ids = await IdsAsync(auction, me, other);
        var asked = 0;
        foreach (var (name, operation) in KeepingTheContract.Operations(await KeepingTheContract.ServedAsync()))
        {
            var roles = operation["x-roles"]!.AsArray().Select(role => (string)role!).ToList();
            if (!name.StartsWith("GET ", StringComparison.Ordinal) || !roles.Exists(role => role is "member" or "anySignedIn"))
                continue;
            foreach (var url in Urls(name["GET ".Length..], ids))
            {
                var answer = url.EndsWith("/stream", StringComparison.Ordinal)
                    ? await me.Client.ListenAsync(url, TimeSpan.FromSeconds(1))
                    : await me.Client.GetAsync(url);
                asked++;

                Assert.That(Canaries.Where(canary => Shows(answer.Text, canary)), Is.Empty, $"{url}: {answer.Text}");
            }
        }

        Assert.That(asked, Is.GreaterThan(30));
        var coordinators = (await auction.Round.World.Coordinator.GetAsync($"{auction.Round.Url}/shares")).Ok().Text;
        Assert.That(Canaries.Where(canary => Shows(coordinators, canary)), Is.Not.Empty, "one that sings is heard");
    }

    private static bool Shows(string text, string canary) =>
        Regex.IsMatch(text, $"(?<![0-9A-Za-z.-]){Regex.Escape(canary)}(?![0-9A-Za-z-])", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static async Task<Auction> StageAsync(string method)
    {
        var auction = new Auction(await World.NewAsync()) { Sharing = $$"""{ "method": "{{method}}" }""" }
            .Lot("Printing", periods: 2).Lot("Paper", periods: 1, periodUnit: "once")
            .Member("A").Member("B").Member("C").Member("D")
            .Need("A", 13, baseline: "3.10 excluded 20 invoice").Need("B", 7919, ceiling: "6143.2211", baseline: "5077.3391 excluded 20 invoice")
            .Need("C", 6151, ceiling: "4271.9917", baseline: "3391.7703 excluded 20 quote").Need("D", 101).Need("A", 5, lot: 2).Need("D", 8, lot: 2)
            .Bid("S", Offer("1:3.0000 1000:2.1300", fixedFee: "75.00"), Offer("1:1.9900", lot: 2, feePerMember: "2.00"));
        await auction.ContractAsync();
        (await auction.Round.SettleAsync("2027-04-01")).Ok();
        return auction;
    }

    private static async Task<Dictionary<string, List<string>>> IdsAsync(Auction auction, Member me, Member other)
    {
        var round = auction.Round;
        var coordinator = round.World.Coordinator;
        var commitments = (await coordinator.GetAsync($"{round.Url}/commitments?limit=200")).Ok()["items"].AsArray().Select(c => (string)c!["id"]!).ToList();
        var bids = (await coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray().Select(b => (string)b!["id"]!).ToList();
        return new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["clusterId"] = [round.World.ClusterId.ToString()],
            ["roundId"] = [round.Id.ToString()],
            ["lotId"] = [.. round.Lots.Select(lot => lot.ToString())],
            ["needId"] = [.. auction.Needs.Values.Select(need => need.ToString())],
            ["memberId"] = [me.MemberId.ToString(), other.MemberId.ToString()],
            ["organisationId"] = [me.OrganisationId.ToString(), other.OrganisationId.ToString()],
            ["commitmentId"] = commitments,
            ["bidId"] = bids,
            ["number"] = ["1"],
            ["code"] = ["72253000"],
        };
    }

    /// <summary>The route with everything there is to put into it, the others' own included.</summary>
    private static IEnumerable<string> Urls(string route, Dictionary<string, List<string>> ids)
    {
        var urls = new List<string> { route };
        foreach (var name in Regex.Matches(route, "{(?<name>[A-Za-z]+)}", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Groups["name"].Value))
            urls = [.. urls.SelectMany(url => ids.GetValueOrDefault(name, [Guid.NewGuid().ToString()]).Select(id => url.Replace($"{{{name}}}", id, StringComparison.Ordinal)))];
        return urls;
    }

    private static long Part(JsonNode split)
    {
        var floor = BigInteger.DivRem((BigInteger)split["total"].Pence() * (long)split["weight"]!, (long)split["sumOfWeights"]!, out _);
        return (long)floor + ((bool)split["gotMissingUnit"]! ? 1 : 0);
    }
}
