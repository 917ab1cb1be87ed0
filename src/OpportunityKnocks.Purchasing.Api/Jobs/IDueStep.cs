using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Jobs;

/// <summary>One way in which a round moves on by itself. Found by scanning: a new one is one file.</summary>
public interface IDueStep
{
    /// <summary>How the schedule and the list of failures call it.</summary>
    DueStep Name { get; }

    /// <summary>What a due round looks like to an unlocked read: an SQL condition on <c>rounds r</c> and the instant <c>clock.at</c>. No
    /// lower bound in time: what an outage kept from being done is still due.</summary>
    string Condition { get; }

    /// <summary>The same, judged once the round is taken: another instance may have been faster, or a deadline moved.</summary>
    bool IsDue(Round round, DateTimeOffset now);

    /// <summary>When it will be due in what is left of the round's life, if nothing comes between; for the schedule.</summary>
    IEnumerable<DateTimeOffset> DueTimes(Round round) => [];

    /// <summary>Takes the step; the caller saves and commits.</summary>
    Task TakeAsync(TakenRound taken, CancellationToken ct);
}

/// <summary>The steps the service takes by itself.</summary>
public enum DueStep
{
    Publish,
    CloseCollection,
    CloseReview,
    Seal,
    Remind,
    DraftSuccessor,
    EndAcceptance,
    GiveKey,
    Contract,
}
