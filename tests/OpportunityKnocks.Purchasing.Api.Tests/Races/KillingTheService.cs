using System.Net;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Races;

/// <summary>The service is killed at random moments while several rounds are being closed; the next instance is asked again with the same
/// keys, as clients do.</summary>
[NonParallelizable]
public sealed class KillingTheService
{
    private const int AtOnce = 3;

    [TestCase(6)]
    [TestCase(300, Explicit = true, Category = "Campaign", Reason = "Takes several minutes.")]
    public async Task leaves_every_round_wholly_before_or_wholly_after_its_close(int rounds)
    {
        await using var own = await OwnDatabase.CreateAsync();
        await using var database = await own.OpenAsync();
        var (world, coming) = await PrepareAsync(own, rounds);
        var counts = new Counts();
        var random = new Random(300);

        var service = await own.StartProcessAsync("the one to be killed");
        foreach (var batch in coming.Chunk(AtOnce))
        {
            var coordinator = await world.Coordinator.SignInAtAsync(service);
            var closes = batch.Select(round => new Close(round, coordinator)).ToList();
            var answers = closes.ConvertAll(close => close.TryAsync());
            await Task.Delay(random.Next(120));
            await service.KillAsync();
            await Task.WhenAll(answers);
            await UntilItsSessionsEndAsync(database);
            foreach (var close in closes)
                await CheckAsync(database, close, counts);

            service = await own.StartProcessAsync("the one to be killed");
            foreach (var close in closes)
                await close.RepeatAsync(coordinator.At(service));
        }

        var (exitCode, output) = await ServiceProcess.RunAsync("verify", own.ConnectionString);
        TestContext.Out.WriteLine($"{rounds} closes: killed before {counts.Before}, after {counts.After}, of which answered {counts.Answered}.\n{output}");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(counts.Before + counts.After, Is.EqualTo(rounds));
    }

    /// <summary>Rounds whose bids are opened; by an instance that is gone before the killing begins.</summary>
    private static async Task<(World World, List<RoundInPlay> Rounds)> PrepareAsync(OwnDatabase own, int count)
    {
        await using var service = Service.Start(own.ConnectionString, AllTests.KeysFolder);
        var world = await World.NewAsync(service);
        var members = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.MemberAsync()));
        var suppliers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.SupplierAsync()));
        var rounds = new List<RoundInPlay>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var round = await ACollectingRound(world);
            foreach (var (member, i) in members.Select((member, i) => (member, i)))
            {
                // The last of them will leave: its ceiling is too low.
                (await round.NeedAsync(member, round.Helpdesk, 3 + i, i == 3 ? "1.0000" : null)).Ok();
                (await round.NeedAsync(member, round.OnSite, 2 + i)).Ok();
            }

            (await round.DoAsync("close-collection")).Ok();
            await round.BidAsync(suppliers[0], round.BidJson("20.0000", "62.0000"));
            await round.BidAsync(suppliers[1], round.BidJson("24.5000", "51.2500"));
            await round.PassBidDeadlineAsync();
            await round.OpenBidsAsync();
            lock (rounds)
                rounds.Add(round);
        });

        return (world, rounds);
    }

    private static async Task UntilItsSessionsEndAsync(NpgsqlDataSource database)
    {
        for (var i = 0; i < 600; i++)
        {
            await using var command = database.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'the one to be killed'");
            if ((long)(await command.ExecuteScalarAsync())! == 0)
                return;
            await Task.Delay(20);
        }

        throw new AssertionException("The killed service's sessions did not end.");
    }

    /// <summary>The state, and how many rows there are of what a close writes.</summary>
    private static async Task CheckAsync(NpgsqlDataSource database, Close close, Counts counts)
    {
        await using var command = database.CreateCommand(
            """
            SELECT r.state,
                (SELECT count(*) FROM awards a WHERE a.cluster_id = r.cluster_id AND a.round_id = r.id),
                (SELECT count(*) FROM shares s JOIN awards a ON a.cluster_id = s.cluster_id AND a.id = s.award_id WHERE a.cluster_id = r.cluster_id AND a.round_id = r.id),
                (SELECT count(*) FROM commitments c JOIN awards a ON a.cluster_id = c.cluster_id AND a.id = c.award_id WHERE a.cluster_id = r.cluster_id AND a.round_id = r.id),
                (SELECT count(*) FROM needs n WHERE n.cluster_id = r.cluster_id AND n.round_id = r.id AND n.state = 'PricedOut'),
                (SELECT count(*) FROM journal j WHERE j.cluster_id = r.cluster_id AND j.round_id = r.id AND j.type IN ('RoundClosed', 'NeedPricedOut')),
                (SELECT count(*) FROM answers w WHERE w.cluster_id = r.cluster_id AND w.key = $2)
            FROM rounds r WHERE r.id = $1
            """);
        command.Parameters.AddWithValue(close.Round.Id);
        command.Parameters.AddWithValue(close.Key);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.That(await reader.ReadAsync());
        var rows = Enumerable.Range(1, 6).Select(reader.GetInt64);
        if (reader.GetString(0) == "Evaluating")
        {
            Assert.That(rows, Is.All.Zero, "nothing of a close that did not happen");
            Assert.That(close.Answer, Is.Null, "what was acknowledged did happen");
            counts.Before++;
            return;
        }

        Assert.That(reader.GetString(0), Is.EqualTo("Awarded"));
        Assert.That(rows, Is.EqualTo(new long[] { 1, 7, 7, 1, 2, 1 }), "all of a close that did");
        counts.After++;
        counts.Answered += close.Answer is null ? 0 : 1;
    }

    private sealed class Counts
    {
        public int Before { get; set; }

        public int After { get; set; }

        public int Answered { get; set; }
    }

    private sealed class Close(RoundInPlay round, Party coordinator)
    {
        private string _etag = "";

        public RoundInPlay Round => round;

        public string Key { get; } = Guid.NewGuid().ToString();

        /// <summary>What was acknowledged before the kill; null when nothing was.</summary>
        public string? Answer { get; private set; }

        public async Task TryAsync()
        {
            try
            {
                _etag = (await coordinator.GetAsync(round.Url)).Ok().ETag;
                Answer = (await SendAsync(coordinator)).Ok().Text;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed.
            }
        }

        public async Task RepeatAsync(Party again)
        {
            if (_etag.Length == 0)
                _etag = (await again.GetAsync(round.Url)).Ok().ETag;
            var answer = await SendAsync(again);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.ToString());
            Assert.That(answer.Text, Is.EqualTo(Answer ?? answer.Text), "the stored answer, to the byte");
        }

        private Task<Answer> SendAsync(Party party) => party.PostAsync($"{round.Url}/close", """{ "reason": "Best offers" }""", Key, _etag);
    }
}
