using System.Diagnostics;
using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>32 writers submit needs without a pause while the coordinator acts. Alone on the machine: the figure is printed.</summary>
[NonParallelizable]
public sealed class ClosingUnderAStreamOfWriters
{
    private const int Writers = 32;

    [Test]
    public async Task takes_under_a_second_and_loses_no_need()
    {
        var (round, stream) = await StreamAsync();

        var (closed, took) = await stream.WhileItRunsAsync("close-collection");

        var accepted = await stream.AcceptedAsync();
        TestContext.Out.WriteLine($"closed in {took.TotalMilliseconds:0} ms under {Writers} writers; {accepted} needs accepted");
        Assert.That((string?)closed.Ok()["state"], Is.EqualTo("tendering"));
        Assert.That((long)closed["lots"]![0]!["pooledQuantity"]!, Is.EqualTo(accepted));
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task lets_an_extension_through_beside_the_writers()
    {
        var (round, stream) = await StreamAsync();
        var later = RoundPlans.From(round.World, TimeSpan.FromDays(30));

        var (extended, took) = await stream.WhileItRunsAsync("extend", $$"""{ "bidsCloseAt": "{{later}}" }""");

        TestContext.Out.WriteLine($"extended in {took.TotalMilliseconds:0} ms under {Writers} writers");
        Assert.That(extended.Status, Is.EqualTo(HttpStatusCode.OK), extended.Text);
        Assert.That(await stream.AcceptedAsync(), Is.Positive);
    }

    [Test]
    public async Task lets_a_cancellation_through_and_gives_every_need_back()
    {
        var (round, stream) = await StreamAsync();

        var (cancelled, took) = await stream.WhileItRunsAsync("cancel", """{ "code": "other", "reason": "The funder withdrew." }""");

        var accepted = await stream.AcceptedAsync();
        TestContext.Out.WriteLine($"cancelled in {took.TotalMilliseconds:0} ms under {Writers} writers; {accepted} needs released");
        Assert.That(cancelled.Status, Is.EqualTo(HttpStatusCode.OK), cancelled.Text);
        Assert.That(await CountAsync(round, "state = 'Standing' AND lot_id IS NULL"), Is.EqualTo(accepted));
        Assert.That(await CountAsync(round, "state = 'Pooled'"), Is.Zero);
    }

    [Test]
    public async Task happens_at_the_deadline_though_latecomers_keep_coming()
    {
        var (round, stream) = await StreamAsync(needsCloseIn: TimeSpan.FromSeconds(3));

        var took = await stream.UntilAsync(async () => (string?)(await round.ReadAsync())["state"] == "tendering");

        var accepted = await stream.AcceptedAsync();
        TestContext.Out.WriteLine($"closed by the deadline, {took.TotalMilliseconds:0} ms after the stream began; {accepted} needs accepted");
        Assert.That((long)(await round.ReadAsync())["lots"]![0]!["pooledQuantity"]!, Is.EqualTo(accepted));
    }

    private static async Task<(RoundInPlay Round, Stream Stream)> StreamAsync(TimeSpan? needsCloseIn = null)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world, needsCloseIn));
        var members = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.MemberAsync()));
        return (round, new Stream(round, members));
    }

    private static async Task<long> CountAsync(RoundInPlay round, string condition)
    {
        await using var command = round.World.Service.Database.CreateCommand($"SELECT count(*) FROM needs WHERE cluster_id = $1 AND {condition}");
        command.Parameters.AddWithValue(round.World.ClusterId);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Needs of one unit each, one after the other, refused or not, until the coordinator has an answer.</summary>
    private sealed class Stream(RoundInPlay round, IReadOnlyList<Member> members)
    {
        private readonly TaskCompletionSource _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private List<Task<int>> _writers = [];
        private int _sent;
        private volatile bool _over;

        public async Task<(Answer Answer, TimeSpan Took)> WhileItRunsAsync(string command, string? json = null)
        {
            var etag = await round.ETagAsync();
            _writers = [.. Enumerable.Range(0, Writers).Select(i => WriteAsync(members[i % members.Count]))];
            await _flowing.Task;
            var watch = Stopwatch.StartNew();
            var answer = await round.World.Coordinator.PostAsync($"{round.Url}/{command}", json, ifMatch: etag);
            var took = watch.Elapsed;
            _over = true;
            return (answer, took);
        }

        public async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition)
        {
            var watch = Stopwatch.StartNew();
            _writers = [.. Enumerable.Range(0, Writers).Select(i => WriteAsync(members[i % members.Count]))];
            while (!await condition() && watch.Elapsed < TimeSpan.FromSeconds(20))
                await Task.Delay(50);
            _over = true;
            return watch.Elapsed;
        }

        public async Task<int> AcceptedAsync() => (await Task.WhenAll(_writers)).Sum();

        private async Task<int> WriteAsync(Member member)
        {
            var accepted = 0;
            while (!_over)
            {
                var answer = await round.NeedAsync(member, round.Helpdesk, 1);
                if (answer.Status == HttpStatusCode.Created)
                    accepted++;
                else
                    Assert.That(answer.Code, Is.EqualTo("roundNotCollecting"), answer.Text);
                if (Interlocked.Increment(ref _sent) == Writers * 20)
                    _flowing.SetResult();
            }

            return accepted;
        }
    }
}
