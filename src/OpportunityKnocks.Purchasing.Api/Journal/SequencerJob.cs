using System.Threading.Channels;
using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>Says that a command of this instance may have left a journal entry to sequence.</summary>
public interface IJournalSignal
{
    void Wake();
}

/// <summary>Runs the <see cref="Sequencer"/>: at once after a command of this instance, and every quarter of a second for the others'.</summary>
public sealed partial class SequencerJob(Sequencer sequencer, ILogger<SequencerJob> log) : BackgroundService, IJournalSignal
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // A short rest lets entries gather, so that under load one batch does the work of many.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var cluster in await sequencer.FindWorkAsync(stoppingToken))
                {
                    while (await sequencer.SequenceAsync(cluster, stoppingToken) > 0)
                    {
                    }
                }

                await WaitAsync(stoppingToken);
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

    private async Task WaitAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Poll);
        try
        {
            await _wake.Reader.ReadAsync(patience.Token);
            await Task.Delay(Gather, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(LogLevel.Warning, "The journal could not be sequenced; trying again")]
    private static partial void LogFailure(ILogger log, Exception exception);
}
