using Microsoft.Extensions.Options;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Makes deliveries out as events are sequenced, and has one worker for each subscriber with something due: one that hangs delays
/// nobody else, and when there are more of them than workers, each has one batch a turn. Any number of instances can run it.</summary>
public sealed partial class DeliveryJob(
    FanOut fanOut, DeliveryQueue queue, Deliverer deliverer, SequencedSignal sequenced, IOptions<DeliveryOptions> options, ILogger<DeliveryJob> log)
    : BackgroundService
{
    // Touched by the loop alone: a worker that is done is put away before the next one starts.
    private readonly Dictionary<(Guid Cluster, Guid Subscription), Task> _workers = [];

    private volatile bool _crowded;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = sequenced.NextAsync();
            try
            {
                foreach (var (cluster, subscription) in await fanOut.FindBehindAsync(stoppingToken))
                {
                    while (await fanOut.BringForwardAsync(cluster, subscription, stoppingToken))
                    {
                    }
                }

                Start(await queue.FindDueAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                LogFailure(log, e);
            }

            await SequencedSignal.WaitAsync(next, stoppingToken);
        }

        await Task.WhenAll(_workers.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Start(List<(Guid Cluster, Guid Subscription)> due, CancellationToken ct)
    {
        foreach (var (done, _) in _workers.Where(w => w.Value.IsCompleted).ToList())
            _workers.Remove(done);

        var waiting = due.Where(d => !_workers.ContainsKey(d)).ToList();
        _crowded = _workers.Count + waiting.Count > options.Value.MostWorkers;
        foreach (var one in waiting.Take(options.Value.MostWorkers - _workers.Count))
            _workers[one] = Task.Run(() => WorkAsync(one, ct), CancellationToken.None);
    }

    private async Task WorkAsync((Guid Cluster, Guid Subscription) due, CancellationToken ct)
    {
        try
        {
            while (await deliverer.DeliverAsync(due.Cluster, due.Subscription, ct) && !_crowded)
            {
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What was claimed is anybody's again in a minute.
            LogFailure(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events could not be delivered; trying again")]
    private static partial void LogFailure(ILogger log, Exception exception);
}
