using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A round made to measure: say its lots, needs and bids in a few words, then let it be played up to a state, over HTTP. Lots are
/// numbered from 1; members and suppliers go by their names.</summary>
public sealed class Auction(World world)
{
    private readonly List<string> _lots = [];
    private readonly List<Func<Task>> _joining = [];
    private readonly List<(string Member, Func<string> Json)> _needs = [];
    private readonly List<(string Supplier, Func<string> Json)> _bids = [];
    private RoundInPlay? _round;

    public Dictionary<string, Member> Members { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Supplier> Suppliers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Guid> Needs { get; } = new(StringComparer.Ordinal);

    public RoundInPlay Round => _round!;

    public string FeePolicy { get; init; } = "byValue";

    /// <summary>The member that buys for all, and its <c>trade</c> as <see cref="ATrade"/> makes it; each member buys when left out.</summary>
    public (string Member, Func<Guid, string> Trade)? LeadBuyer { get; init; }

    /// <summary>Further members of the plan, as JSON.</summary>
    public string? Options { get; init; }

    /// <summary>How the cost is shared, as JSON; the usual way when left out.</summary>
    public string? Sharing { get; init; }

    public Auction Lot(
        string title, int periods = 3, string periodUnit = "month", string startsOn = "2027-04-01", string category = "72253000", bool divisible = false)
    {
        _lots.Add(
            $$"""
            {
              "title": "{{title}}", "specification": "As usual.", "categoryCode": "{{category}}", "unit": "IE", "divisible": {{(divisible ? "true" : "false")}},
              "term": { "startsOn": "{{startsOn}}", "periodUnit": "{{periodUnit}}", "periods": {{periods}} }
            }
            """);
        return this;
    }

    public Auction Member(string name, string vatRecovery = "0", params Guid[] groups)
    {
        _joining.Add(async () => Members[name] = await world.MemberAsync(name, vatRecovery, groups));
        return this;
    }

    /// <param name="baseline">As <c>31.50 excluded 20 invoice</c>, and what switching costs as a fifth word.</param>
    /// <param name="called">A name to find the need by; the member's and the lot's when left out.</param>
    public Auction Need(
        string member, long quantity, int lot = 1, string? ceiling = null, string? baseline = null, string? bundle = null, string? called = null)
    {
        _needs.Add((member, () => $$"""
            {
              "lotId": "{{Round.Lots[lot - 1]}}", "categoryCode": "72253000", "description": "{{called ?? $"{member} {lot}"}}",
              "quantity": {{quantity}}, "unit": "IE",
              {{(ceiling is null ? "\"anyPrice\": true" : $"\"ceiling\": \"{ceiling}\"")}}
              {{(baseline?.Split(' ') is [var price, var vat, var rate, var source, .. var switching]
                  ? $$"""
                    , "baseline": {
                      "unitPrice": "{{price}}", "vat": "{{vat}}", "vatRate": "{{rate}}", "source": "{{source}}"
                      {{string.Concat(switching.Select(cost => $", \"switchingCost\": \"{cost}\""))}}
                    }
                    """
                  : "")}}
              {{(bundle is null ? "" : $", \"bundle\": \"{bundle}\"")}}
            }
            """));
        return this;
    }

    /// <param name="offers">Each as <see cref="Offer"/> makes it.</param>
    public Auction Bid(string supplier, params Func<Auction, string>[] offers) => Bid(supplier, true, null, offers);

    /// <param name="options">What the bid says beside its prices for single lots, as JSON.</param>
    public Auction BidWith(string supplier, Func<Auction, string> options, params Func<Auction, string>[] offers) => Bid(supplier, true, options, offers);

    /// <summary>A bid of a supplier that is not registered for VAT.</summary>
    public Auction BidWithoutVat(string supplier, params Func<Auction, string>[] offers) => Bid(supplier, false, null, offers);

    /// <param name="tiers">As <c>1:10.00 30:8.00</c>.</param>
    /// <param name="vat">The rate; none for a supplier that is not registered.</param>
    public static Func<Auction, string> Offer(
        string tiers, int lot = 1, string fixedFee = "0", string feePerMember = "0", long? capacity = null, string? vat = "20", string basis = "allUnits") =>
        auction => $$"""
            {
              "lotId": "{{auction.Round.Lots[lot - 1]}}", "basis": "{{basis}}",
              "tiers": [{{string.Join(", ", tiers.Split(' ').Select(tier => tier.Split(':')).Select(tier =>
                  $$"""{ "fromQuantity": {{tier[0]}}, "unitPrice": "{{tier[1]}}" }"""))}}],
              "fixedFee": { "amount": "{{fixedFee}}", "currency": "GBP" }, "feePerMember": { "amount": "{{feePerMember}}", "currency": "GBP" },
              {{(capacity is null ? "" : $"\"capacity\": {capacity},")}}
              "vatCategory": "{{(vat is null ? "notRegistered" : vat == "0" ? "zero" : "standard")}}", "vatRate": "{{vat ?? "0"}}"
            }
            """;

    /// <summary>Needs are in, bids are opened: the round can be closed.</summary>
    public async Task<RoundInPlay> OpenAsync()
    {
        foreach (var join in _joining)
            await join();
        _round = await ARound.ACollectingRound(world, Plan());
        foreach (var (member, json) in _needs)
        {
            var need = (await Members[member].Client.PostAsync($"{world.Cluster}/needs", json())).Ok();
            Needs.Add((string)need["description"]!, need.Id);
        }

        (await _round.DoAsync("close-collection")).Ok();
        foreach (var (supplier, json) in _bids)
        {
            Suppliers[supplier] = await world.SupplierAsync(supplier);
            await _round.BidAsync(Suppliers[supplier], json());
        }

        await _round.PassBidDeadlineAsync();
        await _round.OpenBidsAsync();
        return _round;
    }

    public async Task<RoundInPlay> AwardAsync()
    {
        var round = await OpenAsync();
        (await round.CloseAsync()).Ok();
        return round;
    }

    public async Task<RoundInPlay> ContractAsync()
    {
        var round = await AwardAsync();
        (await round.DoAsync("contract")).Ok();
        return round;
    }

    private Auction Bid(string supplier, bool registered, Func<Auction, string>? options, Func<Auction, string>[] offers)
    {
        _bids.Add((supplier, () => $$"""
            {
              "vatRegistered": {{(registered ? "true" : "false")}}, "requirements": [],
              "lots": [{{string.Join(", ", offers.Select(offer => offer(this)))}}]{{(options is null ? "" : $", {options(this)}")}}
            }
            """));
        return this;
    }

    private string Plan() =>
        $$"""
        {
          "title": "Made to measure", "description": "", "groupIds": [], "standstillDays": 0, "feePolicy": "{{FeePolicy}}",
          {{(Sharing is null ? "" : $"\"sharing\": {Sharing},")}}
          "needsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(7))}}", "bidsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(21))}}",
          "lots": [{{string.Join(", ", _lots)}}], "requirements": []{{(LeadBuyer is var (member, trade) ? $", {trade(Members[member].MemberId)}" : "")}}{{(Options is null ? "" : $", {Options}")}}
        }
        """;
}

/// <summary>A round as it is closed and settled.</summary>
public sealed partial record RoundInPlay
{
    private const string Closing = """{ "reason": "Best evaluated cost" }""";

    /// <summary>Closes the round; prices that are abnormally low are accepted: few scenarios are about them.</summary>
    public async Task<Answer> CloseAsync()
    {
        var closed = await DoAsync("close", Closing);
        if (closed.Code != "abnormallyLowUndecided")
            return closed;

        await AcceptLowPricesAsync();
        return await DoAsync("close", Closing);
    }

    public async Task AcceptLowPricesAsync()
    {
        foreach (var low in (await World.Coordinator.GetAsync($"{Url}/abnormally-low?limit=200")).Ok()["items"].AsArray().Where(low => !(bool)low!["settled"]!))
        {
            // Another one may have accepted it meanwhile: whether all are decided on shows at the close.
            await World.Coordinator.PostAsync(
                $"{Url}/abnormally-low/{(Guid)low!["bidId"]!}/decide", """{ "decision": "accept", "reason": "It is explained" }""", ifMatch: $"\"{(int)low["version"]!}\"");
        }
    }

    /// <inheritdoc cref="CloseAsync"/>
    public async Task<Answer> CloseWithAsync(Guid scenario)
    {
        var json = $$"""{ "reason": "The best of those compared", "awardScenarioId": "{{scenario}}" }""";
        var closed = await DoAsync("close", json);
        if (closed.Code != "abnormallyLowUndecided")
            return closed;

        await AcceptLowPricesAsync();
        return await DoAsync("close", json);
    }

    /// <param name="rules">As JSON; none when left out.</param>
    /// <param name="more">Further members, as JSON.</param>
    public Task<Answer> ScenarioAsync(string title, string? rules = null, string? more = null) => World.Coordinator.PostAsync(
        $"{Url}/award-scenarios",
        $$"""{ "title": "{{title}}"{{(rules is null ? "" : $", \"rules\": {rules}")}}{{(more is null ? "" : $", {more}")}} }""");

    public async Task<Answer> AwardAsync(Party? by = null) => (await (by ?? World.Coordinator).GetAsync($"{Url}/award")).Ok();

    /// <summary>All shares the caller sees, over all pages.</summary>
    public async Task<List<JsonNode>> SharesAsync(Party? by = null, int limit = 50)
    {
        var shares = new List<JsonNode>();
        var next = $"{Url}/shares?limit={limit}";
        while (next is not null)
        {
            var page = (await (by ?? World.Coordinator).GetAsync(next)).Ok();
            shares.AddRange(page["items"].AsArray().Select(share => share!));
            next = (string?)page.Body["next"];
        }

        return shares;
    }

    public Task<Answer> SettleAsync(string through) => DoAsync("settle", $$"""{ "through": "{{through}}" }""");
}

/// <summary>Reads money from answers.</summary>
public static class MoneyJson
{
    /// <summary>An exact decimal.</summary>
    public static decimal AsDecimal(this JsonNode number) => decimal.Parse((string)number!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Pence.</summary>
    public static long Pence(this JsonNode? money) =>
        long.Parse(((string)money!["amount"]!).Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
