using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Embedded;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

/// <summary>Fifty prices and words that stand nowhere else are bid, on a database server of the test's own; then everything that a thief
/// could carry away before the opening is searched for them.</summary>
public sealed class LeavingNoTrace
{
    private const int Suppliers = 5;
    private const int Versions = 5;

    private static readonly string[] Prices = [.. Enumerable.Range(0, 25).Select(i => $"{618_033 + (i * 1_213)}.{2_957 + (i * 17)}")];
    private static readonly string[] Words = [.. Enumerable.Range(0, 25).Select(i => $"quokka{i:00}plinth{i * 7919:000000}")];

    [Test]
    public async Task before_the_opening_and_finds_them_all_afterwards()
    {
        using var folder = new TemporaryStateFolder();
        await using var server = await folder.StartAsync(durable: true);
        await using var service = Service.Start(server.ConnectionString, server.KeysFolder);
        using var telemetry = new Telemetry();
        var world = await World.NewAsync(service, "twoPersons");
        var second = await world.CoordinatorAsync("Ben Osei");
        var round = await ATenderingRound(world);
        var suppliers = await BidAsync(round);

        await AssertNoTraceAsync("tendering");
        await round.PassBidDeadlineAsync();
        await round.SealedAsync();
        await suppliers[0].Client.PutAsync(round.Bid, round.BidJson(Prices[0], note: Words[0]), ifMatch: $"\"{Versions}\"");
        (await round.DoAsync("open-bids")).Ok();
        await AssertNoTraceAsync("sealed, with one approval of two");

        (await second.PostAsync($"{round.Url}/open-bids", ifMatch: await round.ETagAsync())).Ok();

        var last = Enumerable.Range(1, Suppliers).SelectMany(i => new[] { Prices[(i * Versions) - 1], Words[(i * Versions) - 1] });
        var dump = await DumpAsync(server.ConnectionString);
        Assert.That(last.Where(canary => !dump.Contains(canary, StringComparison.Ordinal)), Is.Empty, "this search does find what is there");

        async Task AssertNoTraceAsync(string when)
        {
            var answers = await LookAroundAsync(round, [world.Coordinator, second, world.Operator, await world.AuditorAsync(), round.Members[0].Client, suppliers[1].Client]);
            var dumped = await DumpAsync(server.ConnectionString);
            var places = new List<(string Where, byte[] Content)>
            {
                ("answers", Encoding.UTF8.GetBytes(answers)),
                ("pg_dump", Encoding.UTF8.GetBytes(dumped)),
                ("log", Encoding.UTF8.GetBytes(string.Join('\n', service.Log.Lines))),
                ("traces and metrics", Encoding.UTF8.GetBytes(telemetry.Text)),
            };
            places.AddRange(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(path => (path, Read(path))));

            var hits = places.SelectMany(place => Prices.Concat(Words).Where(canary => Has(place.Content, canary)).Select(canary => $"{canary} in {place.Where}"));

            Assert.That(hits, Is.Empty, when);
            TestContext.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{when}: {places.Count} places, {places.Sum(p => (long)p.Content.Length) >> 20} MB (WAL, data files, dump, log, answers, telemetry): no hit of {Prices.Length + Words.Length}"));
        }
    }

    /// <summary>Each supplier sends its versions, with keys, checks them, repeats them, and gets some of it wrong.</summary>
    private static async Task<List<Supplier>> BidAsync(RoundInPlay round)
    {
        var suppliers = new List<Supplier>();
        for (var s = 0; s < Suppliers; s++)
        {
            var supplier = await round.World.SupplierAsync();
            suppliers.Add(supplier);
            for (var v = 0; v < Versions; v++)
            {
                var i = (s * Versions) + v;
                var (json, key) = (round.BidJson(Prices[i], note: Words[i]), Guid.NewGuid().ToString());
                await supplier.Client.PostAsync($"{round.Bid}/check", json);
                await supplier.Client.PutAsync(round.Bid, json.Replace("allUnits", "someUnits", StringComparison.Ordinal), ifNoneMatch: "*");
                await supplier.Client.PutAsync(round.Bid, json.Replace(round.Helpdesk.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), ifNoneMatch: "*");
                var (ifMatch, ifNoneMatch) = v == 0 ? (null, "*") : ($"\"{v}\"", (string?)null);
                var put = (await supplier.Client.PutAsync(round.Bid, json, ifMatch, ifNoneMatch, key)).Ok();
                var again = await supplier.Client.PutAsync(round.Bid, json, ifMatch, ifNoneMatch, key);
                Assert.That(again.Text, Is.EqualTo(put.Text));
            }
        }

        return suppliers;
    }

    private static async Task<string> LookAroundAsync(RoundInPlay round, Party[] parties)
    {
        var all = new StringBuilder();
        var paths = round.World.Service.Endpoints
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET", StringComparer.Ordinal) == true)
            .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}")
            .Where(p => p.StartsWith("/v1/clusters/", StringComparison.Ordinal) && !p.EndsWith("/stream", StringComparison.Ordinal))
            .Select(p => p.Replace("{clusterId}", round.World.ClusterId.ToString(), StringComparison.Ordinal)
                .Replace("{roundId}", round.Id.ToString(), StringComparison.Ordinal)
                .Replace("{lotId}", round.Helpdesk.ToString(), StringComparison.Ordinal)
                .Replace("{memberId}", round.Members[0].MemberId.ToString(), StringComparison.Ordinal))
            .Where(p => !p.Contains('{')).ToList();
        foreach (var party in parties)
        {
            foreach (var path in paths)
                all.AppendLine((await party.GetAsync(path)).Text);
        }

        return all.ToString();
    }

    /// <summary>Writes everything to disk, and dumps the database.</summary>
    private static async Task<string> DumpAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var flush = source.CreateCommand("CHECKPOINT; SELECT setting FROM pg_config WHERE name = 'BINDIR'");
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(Path.Combine((string)(await flush.ExecuteScalarAsync())!, "pg_dump")) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { "-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, settings.Database! })
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = settings.Password;
        using var process = Process.Start(start)!;
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
        return dump;
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return copy.ToArray();
        }
        catch (IOException)
        {
            // A temporary file of the server that is gone by now.
            return [];
        }
    }

    /// <summary>As it is, and in hexadecimal, as a dump writes bytes.</summary>
    private static bool Has(byte[] content, string canary) =>
        content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(canary)) >= 0
        || content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(canary)))) >= 0;

    /// <summary>All that anybody could export from this process: names and tags of activities and of measurements.</summary>
    private sealed class Telemetry : IDisposable
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private readonly ActivityListener _activities;
        private readonly MeterListener _meters;

        public Telemetry()
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = a => _lines.Enqueue($"{a.DisplayName} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags))}"),
            };
            ActivitySource.AddActivityListener(_activities);
            _meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
            _meters.SetMeasurementEventCallback<long>((i, v, tags, _) => _lines.Enqueue($"{i.Name} {v} {string.Join(' ', tags.ToArray())}"));
            _meters.SetMeasurementEventCallback<double>((i, v, tags, _) => _lines.Enqueue($"{i.Name} {v} {string.Join(' ', tags.ToArray())}"));
            _meters.Start();
        }

        public string Text => string.Join('\n', _lines);

        public void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
        }
    }
}
