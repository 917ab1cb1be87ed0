using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Jobs;

/// <summary>A due step that failed and will be tried again: kept while it fails.</summary>
public sealed class StepFailure
{
    private StepFailure()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public RoundId RoundId { get; private set; }

    public DueStep Step { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset FirstFailedAt { get; private set; }

    /// <summary>Not tried again before.</summary>
    public DateTimeOffset RetryAt { get; private set; }

    /// <summary>What went wrong, as the coordinator may read it.</summary>
    public string Message { get; private set; } = "";
}
