using System.Globalization;
using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Api.Demo;

/// <summary>One whole round of collective IT support, played over HTTP by clients that sign in like anybody's software.</summary>
public sealed class Demonstration(DemoSetting setting, TimeProvider time, TextWriter say)
{
    // Long enough for everybody to have their say on a slow machine, short enough to wait for.
    private static readonly TimeSpan TimeForNeeds = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan TimeForBids = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan EnoughTime = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private string _round = "";
    private string _tender = "";
    private Guid _helpdesk;
    private Guid _onSite;
    private Guid _requirement;
    private DateTimeOffset _bidsCloseAt;

    private DemoClient Coordinator => setting.Coordinator.Client;

    public async Task PlayAsync(CancellationToken ct)
    {
        Tell("The stage: a cluster in Leicester, three groups, 24 member organisations, 5 suppliers. Each signs in at /connect/token.");
        await setting.BuildAsync(ct);
        await PublishAsync(ct);
        await SubmitNeedsAsync(ct);
        await StepAsync("close-collection", null, ct);
        await GiveTimeForBidsAsync(ct);
        await SendBidsAsync(ct);
        await WaitForTheDeadlineAsync(ct);
        await BeRefusedAsync(ct);
        await CloseAsync(ct);
        await StepAsync("contract", null, ct);
        await SettleAsync(ct);
        await new DemoTable(setting, _round, say).ShowAsync(ct);
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        _bidsCloseAt = now + TimeForBids;
        var round = await Coordinator.PostAsync($"{setting.Cluster}/rounds", new JsonObject
        {
            ["title"] = $"Collective IT support, {now:d MMMM yyyy HH:mm}",
            ["description"] = "Helpdesk and on-site help for voluntary organisations in and around Leicester.",
            ["needsCloseAt"] = Instant(now + TimeForNeeds),
            ["bidsCloseAt"] = Instant(_bidsCloseAt),
            ["standstillDays"] = 0,
            ["lots"] = new JsonArray(
                Lot("Helpdesk", "Telephone and remote help, weekdays 8 to 18, an answer within the hour.", "72253000", "IE", "month", DemoCast.Months, now),
                Lot("On-site hours", "An engineer on site within two working days.", "72611000", "HUR", "quarter", DemoCast.Months / 3, now)),
            ["requirements"] = new JsonArray("A Cyber Essentials certificate, valid on the first day of the term"),
        }, ct);
        _round = $"{setting.Cluster}/rounds/{round["id"]}";
        _tender = $"{setting.Cluster}/tenders/{round["id"]}";
        _helpdesk = (Guid)round["lots"]![0]!["id"]!;
        _onSite = (Guid)round["lots"]![1]!["id"]!;
        _requirement = (Guid)round["requirements"]![0]!["id"]!;
        await StepAsync("publish", null, ct);
        Tell($"{setting.Coordinator.Name}, the coordinator, published \"{round["title"]}\": helpdesk per user and month, on-site hours per quarter, for two years.");
    }

    private async Task SubmitNeedsAsync(CancellationToken ct)
    {
        var needs = 0;
        foreach (var (member, party) in DemoCast.Members.Zip(setting.Members))
        {
            await SubmitAsync(party, _helpdesk, "72253000", "IE", member.Users, member.PaidPerUser, member.CeilingPerUser);
            needs++;
            if (member.Hours == 0)
                continue;
            await SubmitAsync(party, _onSite, "72611000", "HUR", member.Hours, member.PaidPerHour, ceiling: null);
            needs++;
        }

        var demand = await Coordinator.GetAsync($"{_round}/demand", ct);
        var pooled = demand["lots"]!.AsArray().Select(l => (string?)l!["quantity"]?.ToString()).ToList();
        Tell($"{needs} needs of {setting.Members.Count} members, pooled: {pooled[0]} users a month, {pooled[1]} hours a quarter.");

        Task<JsonNode> SubmitAsync(DemoParty party, Guid lot, string category, string unit, int quantity, string? paid, string? ceiling) =>
            party.Client.PostAsync($"{setting.Cluster}/needs", DemoNeed(lot, category, unit, quantity, paid, ceiling), ct);
    }

    /// <summary>On a slow machine the deadline may be near by now: the coordinator moves it.</summary>
    private async Task GiveTimeForBidsAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_bidsCloseAt - now > EnoughTime)
            return;

        _bidsCloseAt = now + 2 * EnoughTime;
        await StepAsync("extend", new JsonObject { ["bidsCloseAt"] = Instant(_bidsCloseAt) }, ct);
        Tell($"The coordinator extends the time for bids to {_bidsCloseAt:HH:mm:ss} UTC.");
    }

    private async Task SendBidsAsync(CancellationToken ct)
    {
        foreach (var (supplier, party) in DemoCast.Suppliers.Zip(setting.Suppliers))
        {
            var bid = DemoBid(supplier);
            var check = await party.Client.PostAsync($"{_tender}/bid/check", bid.DeepClone(), ct);
            var receipt = await party.Client.CreateAsync($"{_tender}/bid", bid, ct);
            Tell($"{supplier.Name} checked its bid ({check["lots"]!.AsArray().Count} lot(s)) and sent it; its receipt commits to {((string)receipt["commitment"]!)[..12]}...");
        }
    }

    private async Task WaitForTheDeadlineAsync(CancellationToken ct)
    {
        Tell($"Bids stay sealed until {_bidsCloseAt:HH:mm:ss} UTC. The coordinator who looks is told: {await CodeOfAsync(() => Coordinator.GetAsync($"{_round}/bids", ct))}.");
        while (time.GetUtcNow() < _bidsCloseAt)
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, ct);
    }

    private async Task BeRefusedAsync(CancellationToken ct)
    {
        var late = setting.Suppliers[3];
        var etag = await late.Client.GetAsync($"{_tender}/bid", ct);
        var code = await CodeOfAsync(() => late.Client.ReviseAsync($"{_tender}/bid", DemoBid(DemoCast.Suppliers[3]), $"\"{etag["version"]}\"", ct));
        Tell($"{late.Name} sends a better offer after the deadline and is refused: {code}.");
    }

    private async Task CloseAsync(CancellationToken ct)
    {
        await StepAsync("open-bids", null, ct);
        var again = await CodeOfAsync(() => StepAsync("open-bids", null, ct));
        var round = await Coordinator.GetAsync(_round, ct);
        if (round["bidsOpenedAt"] is null)
            await setting.SecondCoordinator.Client.PostAsync($"{_round}/open-bids", null, ct, $"\"{round["version"]}\"");
        Tell($"The deadline has passed. {setting.Coordinator.Name} approves the opening, a second time ({again}) without effect; {setting.SecondCoordinator.Name} approves, too: bids opened.");
        await StepAsync("close", new JsonObject { ["reason"] = "Lowest cost to the members of the bids that meet the requirement." }, ct);
        Tell("Closed: award computed, ceilings respected, cost split to the penny, commitments written.");
    }

    private async Task SettleAsync(CancellationToken ct)
    {
        var round = await Coordinator.GetAsync(_round, ct);
        var first = (string?)round["lots"]![0]!["term"]!["startsOn"];
        var settlement = await Coordinator.PostAsync($"{_round}/settle", new JsonObject { ["through"] = first }, ct, $"\"{round["version"]}\"");
        Tell($"Settlement {settlement["number"]} posts the first charge period ({first}).");
    }

    /// <summary>Takes a step of the round's life, at the version just read.</summary>
    private async Task StepAsync(string step, JsonNode? body, CancellationToken ct)
    {
        var round = await Coordinator.GetAsync(_round, ct);
        await Coordinator.PostAsync($"{_round}/{step}", body, ct, $"\"{round["version"]}\"");
    }

    private static async Task<string> CodeOfAsync(Func<Task> request)
    {
        try
        {
            await request();
            return "nothing: it was accepted";
        }
        catch (DemoRefusalException refused)
        {
            return refused.Code;
        }
    }

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Lot(string title, string specification, string category, string unit, string period, int periods, DateTimeOffset now) => new()
    {
        ["title"] = title,
        ["specification"] = specification,
        ["categoryCode"] = category,
        ["unit"] = unit,
        ["term"] = new JsonObject
        {
            ["startsOn"] = DemoCast.FirstDay(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["periodUnit"] = period,
            ["periods"] = periods,
        },
    };

    private static JsonObject DemoNeed(Guid lot, string category, string unit, int quantity, string? paid, string? ceiling)
    {
        var need = new JsonObject
        {
            ["lotId"] = lot,
            ["categoryCode"] = category,
            ["description"] = unit == "IE" ? "Helpdesk for our people" : "Engineer on site",
            ["quantity"] = quantity,
            ["unit"] = unit,
        };
        if (paid is not null)
            need["baseline"] = new JsonObject { ["unitPrice"] = paid, ["vat"] = "excluded", ["vatRate"] = "20", ["source"] = "invoice" };
        if (ceiling is null)
            need["anyPrice"] = true;
        else
            need["ceiling"] = ceiling;
        return need;
    }

    private JsonObject DemoBid(DemoSupplier supplier)
    {
        var lots = new JsonArray(Offer(_helpdesk, supplier.Helpdesk, supplier.HelpdeskSetUp, supplier.HelpdeskPerMember));
        if (supplier.OnSite is { } onSite)
            lots.Add(Offer(_onSite, onSite, supplier.OnSiteSetUp, "0.00"));
        return new JsonObject
        {
            ["vatRegistered"] = supplier.VatRegistered,
            ["requirements"] = new JsonArray(new JsonObject { ["requirementId"] = _requirement, ["met"] = true }),
            ["lots"] = lots,
        };

        JsonObject Offer(Guid lot, (int From, string Price)[] tiers, string setUp, string perMember) => new()
        {
            ["lotId"] = lot,
            ["basis"] = "allUnits",
            ["tiers"] = new JsonArray([.. tiers.Select(t => new JsonObject { ["fromQuantity"] = t.From, ["unitPrice"] = t.Price })]),
            ["fixedFee"] = new JsonObject { ["amount"] = setUp, ["currency"] = "GBP" },
            ["feePerMember"] = new JsonObject { ["amount"] = perMember, ["currency"] = "GBP" },
            ["vatCategory"] = supplier.VatRegistered ? "standard" : "notRegistered",
            ["vatRate"] = supplier.VatRegistered ? "20" : "0",
        };
    }

    private void Tell(string what) => say.WriteLine($"{time.GetElapsedTime(_start).TotalSeconds,5:0.0} s  {what}");
}
