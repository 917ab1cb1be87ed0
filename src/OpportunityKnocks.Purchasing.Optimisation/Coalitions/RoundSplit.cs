using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>How a round's cost is shared over all its lots, and how that was judged.</summary>
/// <param name="Method">The method that was used.</param>
/// <param name="WhyPoolRate">Why it is not the one that was asked for; null if it is.</param>
/// <param name="Cap">Only for the pool rate.</param>
/// <param name="Core">The judgement of the shares before a repair.</param>
/// <param name="Repair">Null if none was asked for, or needed.</param>
/// <param name="Unrepaired">What each member paid before a repair.</param>
/// <param name="Shares">What each member pays in the end: exact, in the currency's major unit.</param>
public sealed record RoundSplit(
    SharingMethod Method, string? WhyPoolRate, Cap? Cap, CoreCertificate Core, Repair? Repair, IReadOnlyList<Fraction> Unrepaired, IReadOnlyList<Fraction> Shares)
{
    /// <summary>The judgement of the shares as they are in the end.</summary>
    public CoreCertificate Final => Repair?.After ?? Core;

    /// <summary>Shares by the method, with the stand-alone cap if it is the pool rate; judges, and repairs if asked. Where the method cannot be used
    /// the pool rate is, and says so.</summary>
    /// <param name="pooled">What the pool rate gives, lot by lot, exact.</param>
    /// <param name="worthwhile">Less than this is no gain: rounding makes as much.</param>
    public static RoundSplit Of(
        GroupCosts costs, IReadOnlyList<Fraction> pooled, SharingMethod method, bool repair, Fraction worthwhile, SolverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var (shares, why) = ByMethod(costs, pooled, method, cancellationToken);
        var used = why is null ? method : SharingMethod.PoolRate;
        var cap = used == SharingMethod.PoolRate ? CapOf(costs, shares) : null;
        shares = cap?.Shares ?? shares;
        var core = CoreSearch.Judge(costs, shares, worthwhile, options, cancellationToken);
        var repaired = repair && core.Status == CoreStatus.Blocked
            ? CoreRepair.Of(costs, shares, core, worthwhile, options, cancellationToken)
            : null;
        return new RoundSplit(used, why, cap, core, repaired, shares, repaired?.Shares ?? shares);
    }

    private static (IReadOnlyList<Fraction> Shares, string? Why) ByMethod(
        GroupCosts costs, IReadOnlyList<Fraction> pooled, SharingMethod method, CancellationToken cancellationToken)
    {
        try
        {
            return (MethodShares.Of(costs, method, pooled, cancellationToken), null);
        }
        catch (DomainException refused)
        {
            return (pooled, refused.Message);
        }
    }

    private static Cap CapOf(GroupCosts costs, IReadOnlyList<Fraction> shares)
    {
        var alone = costs.Game.Everyone.Select(member => costs.Of([member])).ToList();
        return alone.Exists(cost => !cost.IsKnown)
            ? new Cap(CapStatus.NotFoundInTime, shares, Fraction.One, null, [])
            : StandAloneCap.Apply(shares, [.. alone.Select(cost => cost.Cost)]);
    }
}
