using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <param name="Outcome">provedOptimal: no award is better. bestFound: the bound says how much better one could be; if the gap is 0, only
/// the choice among equally good awards was not finished. infeasible: infeasibleBecause says why.</param>
/// <param name="Cost">As it will be paid: line totals, fees and packages. Left out, as are the next three, if there is no award.</param>
/// <param name="EvaluatedCost">Unrounded cost x factor, exact: a decimal string in major units.</param>
/// <param name="Bound">No award has a lower evaluated cost.</param>
/// <param name="GapPercent">(evaluatedCost - bound) / evaluatedCost in percent, rounded up.</param>
/// <param name="Winners">Everyone who supplies anything.</param>
/// <param name="BidFees">The fixed fee of each winner's bid as a whole, and the volume discount it reached.</param>
public sealed record AwardPreviewResponse(
    OptimumOutcome Outcome,
    Money? Cost,
    string? EvaluatedCost,
    string? Bound,
    string? GapPercent,
    IReadOnlyList<PreviewedLot> Lots,
    IReadOnlyList<PreviewedPackage> Packages,
    IReadOnlyList<string> Winners,
    IReadOnlyList<PreviewedBidFee> BidFees,
    IReadOnlyList<ImpossibleRule>? InfeasibleBecause)
{
    public static AwardPreviewResponse Of(OptimumProblem problem, OptimumResult result) => result.Award is not { } award
        ? new(result.Outcome, null, null, null, null, [], [], [], [], [.. result.Because.Select(ImpossibleRule.Of)])
        : new(
            result.Outcome,
            award.Cost,
            OptimumAward.Write(award.Evaluated, problem.Currency),
            OptimumAward.Write(result.Bound, problem.Currency),
            result.GapPercent,
            [.. problem.Lots.Select(lot => new PreviewedLot(lot.Id, [.. award.Supplies.Where(s => s.LotId == lot.Id).Select(PreviewedSupply.Of)]))],
            [.. award.Packages.Select(package => new PreviewedPackage(package.SupplierId, package.PackageId, package.Price))],
            [.. award.Winners.Select(winner => winner.SupplierId)],
            [.. award.Winners.Select(winner => new PreviewedBidFee(winner.SupplierId, winner.FixedFee, winner.Discount))],
            null);
}

public sealed record PreviewedLot(string LotId, IReadOnlyList<PreviewedSupply> Supplies);

/// <param name="Quantity">Units by the price schedule; those of packages are not repeated here. 0 if only a package makes the lot's fees due.</param>
/// <param name="UnitPrice">After the volume discount, with 4 to 8 decimals; the average, half up, if tiers are incremental.</param>
/// <param name="LineTotal">Unit price x quantity from exact prices, rounded half up once; without fees.</param>
/// <param name="MemberFees">The fee per member for all members of the lot.</param>
public sealed record PreviewedSupply(string SupplierId, long Quantity, string UnitPrice, Money FixedFee, Money MemberFees, Money LineTotal)
{
    public static PreviewedSupply Of(OptimumSupply supply) => new(
        supply.SupplierId, supply.Quantity, supply.UnitPrice.ToDecimal(4, 8), supply.FixedFee, supply.MemberFees, supply.Line);
}

public sealed record PreviewedPackage(string SupplierId, string PackageId, Money Price);

public sealed record PreviewedBidFee(string SupplierId, Money FixedFee, Percent VolumeDiscount);

/// <summary>A rule that makes an award impossible.</summary>
/// <param name="LotId">The lot it is about; left out when it is about the whole award.</param>
/// <param name="Alone">Whether giving up this one would make an award possible. If none would alone, all that are named have to give way.</param>
public sealed record ImpossibleRule(AwardRule Rule, string? LotId, bool Alone, string Message)
{
    public static ImpossibleRule Of(Impossibility why) =>
        new(why.Rule, why.LotId, why.Alone, why.LotId is null ? InWords(why.Rule) : $"{why.LotId}: {InWords(why.Rule)}");

    private static string InWords(AwardRule rule) => rule switch
    {
        AwardRule.NoBid => "nobody offers it.",
        AwardRule.Capacity => "the capacities are too small.",
        AwardRule.MinimumQuantity => "suppliers will not supply so little.",
        AwardRule.ExactQuantity => "the quantity cannot be met exactly, or within the overbuy limit.",
        AwardRule.PackageGroup => "packages exclude each other.",
        AwardRule.MinimumWinners => "so many suppliers cannot win.",
        AwardRule.MaximumWinners => "more suppliers are needed.",
        AwardRule.MinimumWinnersPerLot => "so many suppliers cannot share a lot.",
        AwardRule.MaximumWinnersPerLot => "a lot needs more suppliers.",
        AwardRule.MaximumSharePercent => "a supplier would have more than the largest share.",
        AwardRule.Budget => "it costs more than the budget.",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
