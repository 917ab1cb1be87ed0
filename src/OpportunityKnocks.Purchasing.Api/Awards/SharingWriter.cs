using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Optimisation;
using OpportunityKnocks.Purchasing.Optimisation.Coalitions;
using static OpportunityKnocks.Purchasing.Api.Persistence.BulkCopy;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Shares an award's cost over the whole round, judges it, and keeps both. A round whose split is proved by theorem costs nothing
/// here, however many members it has.</summary>
public sealed class SharingWriter(PurchasingDb db, SolverPlaces places)
{
    /// <summary>The solver's own measure: the same award is judged the same way wherever it is.</summary>
    public static readonly SolverOptions Options = new(DeterministicTime: 4);

    // The transaction waits for the judgement, and must not wait for ever on a machine that is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public async Task WriteAsync(Round round, Award award, ComputedAward computed, CancellationToken ct)
    {
        var split = AwardSplit.ByTheorem(computed.Problem, computed.Result, round.Sharing)
            ?? await places.RunAsync(() => Split(computed, round.Sharing, ct), ct);
        db.AwardSharings.Add(AwardSharing.Of(award, split.Report));
        await db.SaveChangesAsync(ct);
        await db.CopyAsync("award_adjustments", split.Adjustments.Select(one => AwardAdjustment.Of(award, one)), Columns, ct);
    }

    private static AwardSplit Split(ComputedAward computed, RoundSharing sharing, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return AwardSplit.Of(computed.Problem, computed.Result, sharing, Options, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // What closed forms give is always there; the rest is not found in time, and says so.
            return AwardSplit.Of(computed.Problem, computed.Result, RoundSharing.Usual, Options with { DeterministicTime = 0 }, ct);
        }
    }

    private static readonly IReadOnlyList<BulkColumn<AwardAdjustment>> Columns =
    [
        Uuid<AwardAdjustment>("cluster_id", a => a.ClusterId.Value),
        Uuid<AwardAdjustment>("award_id", a => a.AwardId.Value),
        Uuid<AwardAdjustment>("member_id", a => a.MemberId.Value),
        Bigint<AwardAdjustment>("amount", a => a.Amount),
        Text<AwardAdjustment>("reason", a => a.Reason.ToString()),
        Text<AwardAdjustment>("pooled", a => a.Pooled),
        Text<AwardAdjustment>("target", a => a.Target),
    ];
}
