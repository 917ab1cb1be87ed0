using System.Diagnostics;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Mail;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>A whole round, of which people do only what people decide: say what they need, bid, open, choose, accept. Every step in between
/// is a deadline; the clock is moved, nothing else. It ends with every event and every mail it sent.</summary>
[NonParallelizable]
public sealed class LivingByDeadlinesAlone
{
    private static readonly string[] Events =
    [
        "roundDrafted by Asha Patel",
        "roundPublished by deadline",
        "needSubmitted by Ann", "needSubmitted by Ben", "needSubmitted by Cem",
        "roundReminder by deadline",
        "collectionClosed by deadline",
        "needConfirmed by Ann", "needConfirmed by Ben",
        "roundReminder by deadline",
        "needReleased by deadline",
        "tenderOpened by deadline",
        "roundReminder by deadline",
        "bidsSealed by deadline",
        "bidsOpened by Asha Patel",
        "roundClosed by Asha Patel",
        "commitmentAccepted by Ann",
        "needReleased by deadline",
        "acceptanceEnded by deadline",
        "roundContracted by deadline",
    ];

    private static readonly string[] Mails =
    [
        "ann: IT support: open for needs",
        "ann: IT support: a deadline is near",
        "ann: IT support: please confirm your needs",
        "ann: IT support: a deadline is near",
        "ann: IT support: open for bids",
        "ann: IT support: a deadline is near",
        "ann: IT support: bids are sealed",
        "ann: IT support: bids are opened",
        "ann: IT support: awarded",
        "ann: IT support: answers to the award counted",
        "ann: IT support: contracted",

        "asha: IT support: open for needs",
        "asha: IT support: a deadline is near",
        "asha: IT support: please confirm your needs",
        "asha: IT support: a deadline is near",
        "asha: IT support: a need left it",
        "asha: IT support: open for bids",
        "asha: IT support: a deadline is near",
        "asha: IT support: bids are sealed",
        "asha: IT support: bids are opened",
        "asha: IT support: awarded",
        "asha: IT support: a need left it",
        "asha: IT support: answers to the award counted",
        "asha: IT support: contracted",

        // Cem said nothing in review.
        "cem: IT support: open for needs",
        "cem: IT support: a deadline is near",
        "cem: IT support: please confirm your needs",
        "cem: IT support: a deadline is near",
        "cem: IT support: a need left it",
        "cem: IT support: open for bids",
        "cem: IT support: a deadline is near",
        "cem: IT support: bids are sealed",
        "cem: IT support: bids are opened",
        "cem: IT support: awarded",
        "cem: IT support: answers to the award counted",
        "cem: IT support: contracted",

        "sales: IT support: open for bids",
        "sales: IT support: a deadline is near",
        "sales: IT support: bids are sealed",
        "sales: IT support: bids are opened",
        "sales: IT support: awarded",
        "sales: IT support: contracted",
    ];

    [Test]
    public async Task needs_nobody_to_move_it_on()
    {
        await using var stage = await MailStage.SetAsync();
        var story = await Story.BeginAsync(stage);

        await story.GoToAsync(day: 1, "collecting");
        await story.SubmitAsync(("Ann", 12), ("Ben", 8), ("Cem", 5));
        await story.RemindAsync(day: 7);
        await story.GoToAsync(day: 8, "review");
        await story.ConfirmAsync("Ann", "Ben");
        await story.RemindAsync(day: 10);
        await story.GoToAsync(day: 11, "tendering");
        await story.BidAsync("20.0000");
        await story.RemindAsync(day: 24);
        await story.GoToAsync(day: 25, "sealed");
        await story.OpenAndCloseAsync();
        await story.AcceptAsync("Ann");
        await story.GoToAsync(day: 28.5, "awarded");
        await story.GoToAsync(day: 39, "contracted");

        var told = await story.EventsAsync();
        var mails = await story.MailsAsync();
        TestContext.Out.WriteLine($"Events:\n  {string.Join("\n  ", told)}\n\nMails:\n  {string.Join("\n  ", mails)}");
        Assert.That(told, Is.EqualTo(Events));
        Assert.That(mails, Is.EqualTo(Mails));
    }

    /// <summary>The people of the round, and the clock.</summary>
    private sealed class Story(MailStage stage, RoundInPlay round, Dictionary<string, Member> members, Supplier supplier)
    {
        private readonly Dictionary<string, Guid> _needs = new(StringComparer.Ordinal);
        private double _day;
        private int _reminders;

        public static async Task<Story> BeginAsync(MailStage stage)
        {
            var world = stage.World;
            var members = new Dictionary<string, Member>(StringComparer.Ordinal);
            foreach (var name in new[] { "Ann", "Ben", "Cem" })
                members.Add(name, await world.MemberAsync(name));
            var supplier = await world.SupplierAsync();
            await stage.SubscribeAsync(world.Coordinator, "asha@leicester.example.org");
            await stage.SubscribeAsync(members["Ann"].Client, "ann@example.org");
            await stage.SubscribeAsync(members["Cem"].Client, "cem@example.org");
            await stage.SubscribeAsync(supplier.Client, "sales@example.com");
            var round = await ADraftRound(world, RoundPlans
                .ItSupport(world, TimeSpan.FromDays(8), TimeSpan.FromDays(25), standstillDays: 10)
                .With($"\"opensAt\": \"{RoundPlans.From(world, TimeSpan.FromDays(1))}\"")
                .With($"\"confirmBy\": \"{RoundPlans.From(world, TimeSpan.FromDays(11))}\"")
                .With("\"reminders\": [24], \"acceptance\": \"eachAccepts\", \"acceptDays\": 3"));
            return new Story(stage, round, members, supplier);
        }

        /// <summary>Moves the clock to a little after a day's beginning, and waits for what that brings.</summary>
        public async Task GoToAsync(double day, string state)
        {
            Advance(day);
            await UntilAsync(async () => (string?)await ReadAsync("state") == state && (state != "awarded" || await ReadAsync("acceptanceEndedAt") is not null));
        }

        public async Task RemindAsync(double day)
        {
            Advance(day);
            _reminders++;
            await UntilAsync(async () => (await FeedAsync()).Count(e => (string?)e["type"] == "roundReminder") == _reminders);
        }

        public async Task SubmitAsync(params (string Name, int People)[] needs)
        {
            foreach (var (name, people) in needs)
                _needs.Add(name, (await (await PartyAsync(name)).PostAsync($"{stage.World.Cluster}/needs", round.NeedJson(round.Helpdesk, people))).Ok().Id);
        }

        public async Task ConfirmAsync(params string[] names)
        {
            foreach (var name in names)
                (await (await PartyAsync(name)).PostAsync($"{stage.World.Cluster}/needs/{_needs[name]}/confirm", "{}", ifMatch: "\"1\"")).Ok();
        }

        public async Task BidAsync(string price)
        {
            var party = await supplier.Client.AgainAsync(stage.World.Service);
            (await party.PutAsync($"{stage.World.Cluster}/tenders/{round.Id}/bid", round.BidJson(price, "60.0000"), ifNoneMatch: "*")).Ok();
        }

        public async Task OpenAndCloseAsync()
        {
            var coordinator = await CoordinatorAsync();
            (await coordinator.PostAsync($"{round.Url}/open-bids", ifMatch: await ETagAsync(coordinator))).Ok();
            (await coordinator.PostAsync($"{round.Url}/close", """{ "reason": "The best offer" }""", ifMatch: await ETagAsync(coordinator))).Ok();
        }

        public async Task AcceptAsync(string name)
        {
            var party = await PartyAsync(name);
            var commitment = (await party.GetAsync($"{round.Url}/commitments")).Ok()["items"][0]!;
            (await party.PostAsync($"{round.Url}/commitments/{commitment["id"]}/accept", ifMatch: "\"1\"")).Ok();
        }

        public async Task<List<string>> EventsAsync()
        {
            var names = members.ToDictionary(m => m.Value.MemberId, m => m.Key);
            return [.. (await FeedAsync()).Select(e => $"{e["type"]} by {Who(e)}")];

            string Who(System.Text.Json.Nodes.JsonNode e) =>
                (string?)e["type"] is "needSubmitted" or "needConfirmed" or "commitmentAccepted" ? names[(Guid)e["memberId"]!] : ((string)e["actor"]!).Split(" (")[0];
        }

        public async Task<List<string>> MailsAsync()
        {
            string[] addresses = ["ann@example.org", "asha@leicester.example.org", "cem@example.org", "sales@example.com"];
            await UntilAsync(() => Task.FromResult(addresses.All(address => stage.To(address).Any(mail => mail.Subject!.EndsWith("contracted", StringComparison.Ordinal)))));
            return [.. addresses.SelectMany(address => stage.To(address).Select(mail => $"{address.Split('@')[0]}: {mail.Subject}"))];
        }

        private void Advance(double day)
        {
            stage.World.Service.Clock.Advance(TimeSpan.FromDays(day - _day) + (_day == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero));
            _day = day;
        }

        private Task<Party> PartyAsync(string name) => members[name].Client.AgainAsync(stage.World.Service);

        private Task<Party> CoordinatorAsync() => stage.World.Coordinator.AgainAsync(stage.World.Service);

        private async Task<string> ETagAsync(Party party) => (await party.GetAsync(round.Url)).Ok().ETag;

        private async Task<System.Text.Json.Nodes.JsonNode?> ReadAsync(string field) => (await (await CoordinatorAsync()).GetAsync(round.Url)).Ok().Body[field];

        /// <summary>What the audit trail says of the round; unlike the feed it names who did it.</summary>
        private async Task<List<System.Text.Json.Nodes.JsonNode>> FeedAsync()
        {
            var coordinator = await CoordinatorAsync();
            await TheJournal.SequencedAsync(stage.World);
            var actors = new Dictionary<string, string>(StringComparer.Ordinal);
            for (long? after = 0; after is not null;)
            {
                var page = (await coordinator.GetAsync($"{stage.World.Cluster}/audit?limit=200&after={after}")).Ok();
                foreach (var entry in page["items"].AsArray())
                    actors[(string)entry!["id"]!] = (string)entry["actor"]!;
                after = (long?)page.Body["next"];
            }

            var feed = (await coordinator.GetAsync($"{stage.World.Cluster}/events?limit=200")).Ok()["items"].AsArray()
                .Where(e => (string?)e!["roundId"] == round.Id.ToString()).Select(e => e!.DeepClone()).ToList();
            foreach (var entry in feed)
                entry["actor"] = actors[(string)entry["id"]!];
            return feed;
        }

        private static async Task UntilAsync(Func<Task<bool>> condition)
        {
            for (var patience = Stopwatch.StartNew(); !await condition(); await Task.Delay(200))
                Assert.That(patience.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
        }
    }
}
