using System.Collections.Concurrent;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Makes deliveries out as events are sequenced, and has one worker for each subscriber with something due: one that hangs delays
/// nobody else. Any number of instances can run it.</summary>
public sealed partial class DeliveryJob(FanOut fanOut, DeliveryQueue queue, Deliverer deliverer, SequencedSignal sequenced, ILogger<DeliveryJob> log)
    : BackgroundService
{
    private const int MostWorkers = 64;

    private readonly ConcurrentDictionary<(Guid Cluster, Guid Subscription), Task> _workers = new();

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

                foreach (var due in await queue.FindDueAsync(stoppingToken))
                    Start(due, stoppingToken);
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

    private void Start((Guid Cluster, Guid Subscription) due, CancellationToken ct)
    {
        if (_workers.Count < MostWorkers && !_workers.ContainsKey(due))
            _workers[due] = Task.Run(() => WorkAsync(due, ct), CancellationToken.None);
    }

    private async Task WorkAsync((Guid Cluster, Guid Subscription) due, CancellationToken ct)
    {
        try
        {
            await deliverer.DeliverAsync(due.Cluster, due.Subscription, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What was claimed is anybody's again in a minute.
            LogFailure(log, e);
        }
        finally
        {
            _workers.TryRemove(due, out _);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events could not be delivered; trying again")]
    private static partial void LogFailure(ILogger log, Exception exception);
}
