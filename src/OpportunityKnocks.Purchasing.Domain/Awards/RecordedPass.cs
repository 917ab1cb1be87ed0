using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>How a lot stood in one pass.</summary>
/// <param name="Quantity">Pooled units per period.</param>
/// <param name="SupplierId">The only one that supplied it then; null if there were several or none, and then <paramref name="NotAwarded"/>
/// says why.</param>
/// <param name="Net">Minor units over the term.</param>
/// <param name="EvaluatedCost">Null where a search evaluated all lots together.</param>
/// <param name="SupplierIds">Where a search found them: those who supplied it.</param>
public sealed record PassLot(
    LotId LotId,
    long Quantity,
    int Members,
    OrganisationId? SupplierId,
    long? Net,
    string? EvaluatedCost,
    NotAwardedReason? NotAwarded,
    IReadOnlyList<OrganisationId>? SupplierIds = null)
{
    public static PassLot Of(LotOutcome lot) => new(
        lot.Lot.Id,
        lot.Demand,
        lot.Members,
        lot.Supplies is [var only] ? only.SupplierId : null,
        lot.Cost?.MinorUnits,
        lot.Winner?.Evaluation?.EvaluatedCost,
        lot.NotAwarded,
        lot.Winner is null && lot.Supplies.Count > 0 ? [.. lot.Supplies.Select(supply => supply.SupplierId)] : null);
}

/// <summary>One pass of pooling, awarding and asking whom the price is too high for, as it is kept.</summary>
public sealed class RecordedPass
{
    private RecordedPass()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId AwardId { get; private set; }

    /// <summary>From 1; the last one is the award.</summary>
    public int Number { get; private set; }

    /// <summary>How many needs left after it.</summary>
    public int NeedsLeft { get; private set; }

    public IReadOnlyList<PassLot> Lots { get; private set; } = [];

    /// <summary>What is known of the award a search found; null where none was needed.</summary>
    public OptimumOutcome? Outcome { get; private set; }

    /// <summary>Of the whole award, in the currency's major unit, exact.</summary>
    public string? EvaluatedCost { get; private set; }

    /// <summary>No award of this pass has a lower evaluated cost.</summary>
    public string? Bound { get; private set; }

    internal static RecordedPass Of(Award award, AwardPass pass) => new()
    {
        ClusterId = award.ClusterId,
        AwardId = award.Id,
        Number = pass.Number,
        NeedsLeft = pass.Left.Count,
        Lots = [.. pass.Lots.Select(PassLot.Of)],
        Outcome = pass.Searched?.Result.Outcome,
        EvaluatedCost = pass.Searched is { } searched ? OptimumAward.Write(searched.Result.Award!.Evaluated, award.Currency) : null,
        Bound = pass.Searched is { } bounded ? OptimumAward.Write(bounded.Result.Bound, award.Currency) : null,
    };
}

/// <summary>A need that left a round, and the figures it was judged by. Its ceiling is the need's.</summary>
public sealed class Departure
{
    private Departure()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId AwardId { get; private set; }

    public NeedId NeedId { get; private set; }

    public int Pass { get; private set; }

    public NeedStanding Standing { get; private set; }

    /// <summary>What a unit would have cost per period, all in, exact: p/q in the currency's major unit; null if its lot had no winner
    /// in that pass.</summary>
    public string? CostPerUnit { get; private set; }

    public static Departure Of(Award award, NeedOutcome outcome) => new()
    {
        ClusterId = award.ClusterId,
        AwardId = award.Id,
        NeedId = outcome.Need.Id,
        Pass = outcome.LeftInPass!.Value,
        Standing = outcome.Standing,
        CostPerUnit = outcome.CostPerUnit?.ToString(),
    };
}
