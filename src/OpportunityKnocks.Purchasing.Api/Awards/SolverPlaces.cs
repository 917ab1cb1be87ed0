using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>A few places for work that takes a whole core, away from the threads that answer requests, with a short queue before them.</summary>
public sealed class SolverPlaces : IDisposable
{
    private const int Places = 2;
    private const int Queue = 16;

    private readonly SemaphoreSlim _free = new(Places);
    private int _present;

    /// <exception cref="Domain.DomainException"><see cref="HttpRefusals.Busy"/>: the queue is full.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _present) > Places + Queue)
                throw HttpRefusals.Busy.Because("Too many awards are being computed. Send it again in a while.");
            await _free.WaitAsync(cancellationToken);
            try
            {
                return await Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    public void Dispose() => _free.Dispose();
}
