using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Races;

/// <summary>All processes of the embedded PostgreSQL are killed, again and again, under fifty members that submit needs and repeat what
/// was not acknowledged. Nobody starts it again but the service itself.</summary>
[NonParallelizable]
public sealed class KillingTheDatabase
{
    private const int Writers = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestCase(1)]
    [TestCase(50, Explicit = true, Category = "Campaign", Reason = "Takes several minutes.")]
    public async Task loses_no_acknowledged_write_and_writes_none_twice(int kills)
    {
        var folder = Directory.CreateTempSubdirectory("purchasing-killed-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        await using (var postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { StateFolder = folder }, new Progress<string>(), CancellationToken.None))
        {
            await using var service = Service.Start(postgres.ConnectionString, AllTests.KeysFolder);
            await RaceAsync(service, Path.Combine(folder, "server", "data", "postmaster.pid"), kills);
            var (exitCode, output) = await ServiceProcess.RunAsync("verify", postgres.ConnectionString);
            Assert.That(exitCode, Is.Zero, output);
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RaceAsync(Service service, string pidFile, int kills)
    {
        var world = await World.NewAsync(service);
        var round = await ACollectingRound(world);
        var members = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => world.MemberAsync()));
        var log = new WriteLog();
        using var stop = new CancellationTokenSource();
        var writing = members.Select(member => WriteAsync(round, member, log, stop.Token)).ToList();

        var random = new Random(50);
        var slowest = TimeSpan.Zero;
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(200, 1500));
            KillAll(pidFile);
            var recovery = await log.UntilTheNextAsync(Patience);
            slowest = recovery > slowest ? recovery : slowest;
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        await TheJournal.SequencedAsync(world);
        await CheckAsync(world, log);
        TestContext.Out.WriteLine(
            $"{kills} kills: {log.Acknowledged.Count} acknowledged needs, {log.Refused} answers 503, {log.Broken} broken connections; "
            + $"the slowest recovery took {slowest.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.");
    }

    /// <summary>Submits one need after the other; repeats each with its key until it is acknowledged.</summary>
    private static async Task WriteAsync(RoundInPlay round, Member member, WriteLog log, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var key = Guid.NewGuid().ToString();
            while (await TryAsync(round, member, key, log) is not { } need)
                await Task.Delay(50, CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task<Guid?> TryAsync(RoundInPlay round, Member member, string key, WriteLog log)
    {
        try
        {
            var answer = await member.Client.PostAsync($"{round.World.Cluster}/needs", round.NeedJson(round.Helpdesk, 3), key);
            if (answer.Status == HttpStatusCode.Created)
                return log.Acknowledge(key, answer.Id);

            // 409: the first attempt's transaction has not ended yet, on a server that is just being killed.
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable).Or.EqualTo(HttpStatusCode.Conflict), answer.ToString());
            log.CountRefusal();
        }
        catch (HttpRequestException)
        {
            log.CountBroken();
        }

        return null;
    }

    private static async Task CheckAsync(World world, WriteLog log)
    {
        await using var command = world.Service.Database.CreateCommand("SELECT array_agg(id) FROM needs WHERE cluster_id = $1");
        command.Parameters.AddWithValue(world.ClusterId);
        var there = (Guid[])(await command.ExecuteScalarAsync())!;
        Assert.That(there, Has.Length.EqualTo(log.Acknowledged.Count), "every need once");
        Assert.That(log.Acknowledged.Values.Except(there), Is.Empty, "every acknowledged need is there");
    }

    /// <summary>kill -9 for the postmaster and everything it started.</summary>
    private static void KillAll(string pidFile)
    {
        var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture));
        postmaster.Kill(entireProcessTree: true);
        postmaster.WaitForExit();
    }

    private sealed class WriteLog
    {
        private int _refused;
        private int _broken;
        private long _last = Stopwatch.GetTimestamp();

        public ConcurrentDictionary<string, Guid> Acknowledged { get; } = new(StringComparer.Ordinal);

        public int Refused => _refused;

        public int Broken => _broken;

        public Guid Acknowledge(string key, Guid need)
        {
            Interlocked.Exchange(ref _last, Stopwatch.GetTimestamp());
            return Acknowledged.GetOrAdd(key, need);
        }

        public void CountRefusal() => Interlocked.Increment(ref _refused);

        public void CountBroken() => Interlocked.Increment(ref _broken);

        /// <summary>Waits for an acknowledgement from now on.</summary>
        public async Task<TimeSpan> UntilTheNextAsync(TimeSpan patience)
        {
            var from = Stopwatch.GetTimestamp();

            // Answers that were under way when the kill came do not count.
            await Task.Delay(300);
            var settled = Stopwatch.GetTimestamp();
            while (Interlocked.Read(ref _last) < settled)
            {
                Assert.That(Stopwatch.GetElapsedTime(from), Is.LessThan(patience), "the service recovers by itself");
                await Task.Delay(20);
            }

            return Stopwatch.GetElapsedTime(from);
        }
    }
}
