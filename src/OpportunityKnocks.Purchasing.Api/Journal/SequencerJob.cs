using System.Threading.Channels;
using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>Says that a command of this instance may have left a journal entry to sequence.</summary>
public interface IJournalSignal
{
    void Wake();
}

/// <summary>Runs the <see cref="Sequencer"/>: at once after a command of this instance, and every quarter of a second for the others'.</summary>
public sealed partial class SequencerJob(Sequencer sequencer, SequencedSignal sequenced, ILogger<SequencerJob> log) : BackgroundService, IJournalSignal
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // A short rest lets entries gather, so that under load one batch does the work of many. Nobody's figures wait for it: the live demand
    // reads the entries that wait, too.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan GatherUnderLoad = TimeSpan.FromMilliseconds(100);
    private const int Many = 20;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var handled = 0;
                foreach (var cluster in await sequencer.FindWorkAsync(stoppingToken))
                    handled += await SequenceAsync(cluster, stoppingToken);
                await WaitAsync(handled < Many ? Gather : GatherUnderLoad, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                // Nothing is lost: what was not committed waits for the next turn, here or on another instance.
                LogFailure(log, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Goes on with a cluster only while its batches are full: chasing the few entries that came meanwhile would never rest.</summary>
    private async Task<int> SequenceAsync(Guid cluster, CancellationToken ct)
    {
        var (all, last) = (0, Sequencer.BatchSize);
        while (last == Sequencer.BatchSize)
            all += last = await sequencer.SequenceAsync(cluster, ct);
        if (all > 0)
            sequenced.Tell();
        return all;
    }

    private async Task WaitAsync(TimeSpan gather, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Poll);
        try
        {
            await _wake.Reader.ReadAsync(patience.Token);
            await Task.Delay(gather, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(LogLevel.Warning, "The journal could not be sequenced; trying again")]
    private static partial void LogFailure(ILogger log, Exception exception);
}
