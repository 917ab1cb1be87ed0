namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>Tells those who wait for events that this instance has sequenced some. What another instance sequenced is found by looking
/// again after a moment.</summary>
public sealed class SequencedSignal
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next news. To be asked for before one looks, so that nothing falls in between.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    public void Tell() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits for the news, for a moment at the most, or for the end.</summary>
    public static Task WaitAsync(Task next, CancellationToken end) => Task.WhenAny(next, Task.Delay(Moment, end));
}
