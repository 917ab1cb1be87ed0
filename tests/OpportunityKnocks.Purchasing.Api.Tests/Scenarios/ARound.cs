using System.Globalization;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>The ladder of scenarios: each state of a round is built from the one before, over HTTP. Use it with
/// <c>using static ...Scenarios.ARound</c>.</summary>
public static class ARound
{
    /// <summary>A draft with two lots: helpdesk per person and month for two years, and on-site hours per month.</summary>
    /// <param name="plan">Another plan than the usual one; see <see cref="RoundPlans"/>.</param>
    public static async Task<RoundInPlay> ADraftRound(World world, string? plan = null)
    {
        var draft = (await world.Coordinator.PostAsync($"{world.Cluster}/rounds", plan ?? RoundPlans.ItSupport(world))).Ok();
        return new RoundInPlay(world, draft.Id, [.. draft["lots"].AsArray().Select(lot => (Guid)lot!["id"]!)])
        {
            Requirements = [.. draft["requirements"].AsArray().Select(requirement => (Guid)requirement!["id"]!)],
        };
    }

    /// <summary>Published: members can submit needs.</summary>
    public static async Task<RoundInPlay> ACollectingRound(World world, string? plan = null)
    {
        var round = await ADraftRound(world, plan);
        (await round.DoAsync("publish")).Ok();
        return round;
    }

    /// <summary>Collection closed: three members need 12, 8 and 5 people helped and 10, 6 and 4 hours a month, and suppliers can bid. In
    /// <see cref="RoundInPlay.Members"/> they are in this order.</summary>
    /// <param name="plan">Another plan than the usual one, with its two lots.</param>
    /// <param name="ceiling">The needs' ceiling per unit and period; any price when left out.</param>
    public static async Task<RoundInPlay> ATenderingRound(World world, string? plan = null, string? ceiling = null)
    {
        var round = await ACollectingRound(world, plan);
        foreach (var (people, hours) in new[] { (12, 10), (8, 6), (5, 4) })
        {
            var member = await world.MemberAsync();
            (await round.NeedAsync(member, round.Helpdesk, people, ceiling)).Ok();
            (await round.NeedAsync(member, round.OnSite, hours, ceiling)).Ok();
            round.Members.Add(member);
        }

        (await round.DoAsync("close-collection")).Ok();
        return round;
    }

    /// <summary>The deadline has passed: three suppliers bid for both lots, in <see cref="RoundInPlay.Suppliers"/> in this order. The first
    /// is the best for people helped, the second for hours; the third is dearer than both.</summary>
    /// <param name="plan">Another plan than the usual one, with its two lots.</param>
    /// <param name="ceiling">The needs' ceiling per unit and period; any price when left out.</param>
    public static async Task<RoundInPlay> ASealedRound(World world, string? plan = null, string? ceiling = null)
    {
        var round = await ATenderingRound(world, plan, ceiling);
        foreach (var (helpdesk, onSite) in new[] { ("20.0000", "62.0000"), ("24.5000", "51.2500"), ("31.0000", "70.0000") })
        {
            var supplier = await world.SupplierAsync();
            await round.BidAsync(supplier, round.BidJson(helpdesk, onSite));
            round.Suppliers.Add(supplier);
        }

        await round.PassBidDeadlineAsync();
        return round;
    }

    /// <summary>The bids of <see cref="ASealedRound"/> are opened.</summary>
    /// <param name="plan">Another plan than the usual one, with its two lots.</param>
    /// <param name="ceiling">The needs' ceiling per unit and period; any price when left out.</param>
    public static async Task<RoundInPlay> AnEvaluatingRound(World world, string? plan = null, string? ceiling = null)
    {
        var round = await ASealedRound(world, plan, ceiling);
        await round.OpenBidsAsync();
        return round;
    }

    /// <summary>Closed: the first supplier won the people helped, the second the hours. Nobody's ceiling was passed.</summary>
    /// <param name="plan">Another plan than the usual one, with its two lots.</param>
    public static async Task<RoundInPlay> AnAwardedRound(World world, string? plan = null)
    {
        var round = await AnEvaluatingRound(world, plan);
        (await round.CloseAsync()).Ok();
        return round;
    }

    /// <summary>The standstill (of no days, in the usual plan) is over, and the contracts are made.</summary>
    /// <param name="plan">Another plan than the usual one, with its two lots.</param>
    public static async Task<RoundInPlay> AContractedRound(World world, string? plan = null)
    {
        var round = await AnAwardedRound(world, plan);
        (await round.DoAsync("contract")).Ok();
        return round;
    }

    /// <summary>All charge periods are posted.</summary>
    /// <param name="plan">Another plan than the usual one, with its two lots and terms.</param>
    public static async Task<RoundInPlay> ASettledRound(World world, string? plan = null)
    {
        var round = await AContractedRound(world, plan);
        (await round.SettleAsync("2029-03-01")).Ok();
        return round;
    }
}

/// <summary>A round of a test, by its addresses.</summary>
public sealed partial record RoundInPlay(World World, Guid Id, IReadOnlyList<Guid> Lots)
{
    public string Url => $"{World.Cluster}/rounds/{Id}";

    /// <summary>The first lot of the usual plan: people helped, per month.</summary>
    public Guid Helpdesk => Lots[0];

    /// <summary>The second lot of the usual plan: hours, per month.</summary>
    public Guid OnSite => Lots[1];

    /// <summary>Those whose needs the scenario submitted.</summary>
    public IList<Member> Members { get; } = [];

    /// <summary>Those whose bids the scenario sent.</summary>
    public IList<Supplier> Suppliers { get; } = [];

    public IReadOnlyList<Guid> Requirements { get; init; } = [];

    public async Task<Answer> ReadAsync() => (await World.Coordinator.GetAsync(Url)).Ok();

    public async Task<string> ETagAsync() => (await ReadAsync()).ETag;

    /// <summary>Posts one of the round's commands, as its coordinator, meaning the version that is there.</summary>
    public async Task<Answer> DoAsync(string command, string? json = null) =>
        await World.Coordinator.PostAsync($"{Url}/{command}", json, ifMatch: await ETagAsync());

    /// <summary>Submits a need for one of the usual two lots, in that lot's unit.</summary>
    public Task<Answer> NeedAsync(Member member, Guid lot, long quantity, string? ceiling = null) =>
        member.Client.PostAsync($"{World.Cluster}/needs", NeedJson(lot, quantity, ceiling));

    /// <param name="ceiling">Per unit and period; any price when left out.</param>
    public string NeedJson(Guid lot, long quantity, string? ceiling = null)
    {
        var (category, unit) = lot == OnSite ? ("50312000", "HUR") : ("72253000", "IE");
        return $$"""
            {
              "lotId": "{{lot}}", "categoryCode": "{{category}}", "description": "IT support", "quantity": {{quantity}}, "unit": "{{unit}}",
              {{(ceiling is null ? "\"anyPrice\": true" : $"\"ceiling\": \"{ceiling}\"")}}
            }
            """;
    }
}

/// <summary>Plans of rounds, as literal JSON.</summary>
public static class RoundPlans
{
    /// <summary>Collective IT support. Every deadline is told from the clock of the world's service.</summary>
    /// <param name="needsCloseIn">A week, when left out.</param>
    /// <param name="bidsCloseIn">Three weeks, when left out.</param>
    public static string ItSupport(
        World world,
        TimeSpan? needsCloseIn = null,
        TimeSpan? bidsCloseIn = null,
        int standstillDays = 0,
        string feePolicy = "byValue",
        string requirements = """["Cyber Essentials certificate"]""",
        params Guid[] groups) =>
        $$"""
        {
          "title": "IT support",
          "description": "Helpdesk and on-site help.",
          "groupIds": [{{string.Join(", ", groups.Select(g => $"\"{g}\""))}}],
          "needsCloseAt": "{{From(world, needsCloseIn ?? TimeSpan.FromDays(7))}}",
          "bidsCloseAt": "{{From(world, bidsCloseIn ?? TimeSpan.FromDays(21))}}",
          "standstillDays": {{standstillDays}},
          "feePolicy": "{{feePolicy}}",
          "lots": [
            {
              "title": "Helpdesk", "specification": "Remote help on weekdays from 8 to 18.", "categoryCode": "72253000", "unit": "IE",
              "term": { "startsOn": "2027-04-01", "periodUnit": "month", "periods": 24 }
            },
            {
              "title": "On-site hours", "specification": "Help at the member's place.", "categoryCode": "50312000", "unit": "HUR",
              "term": { "startsOn": "2027-04-01", "periodUnit": "month", "periods": 24 }
            }
          ],
          "requirements": {{requirements}}
        }
        """;

    /// <summary>A plan that says more.</summary>
    /// <param name="members">As JSON, such as <c>"minimumMembers": 3</c>.</param>
    public static string With(this string plan, string members) => plan.Insert(plan.IndexOf('{') + 1, $" {members},");

    /// <summary>An instant as the API reads it, so far from the service's now.</summary>
    public static string From(World world, TimeSpan span) =>
        (world.Service.Clock.GetUtcNow() + span).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
