using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>How an award's cost is shared over the whole round, on top of its lots' pool rates: the round's method, the stand-alone cap, the
/// certificate, the repair, and whom that makes pay more or less. A pure function.</summary>
/// <param name="Adjustments">Of all for whom the pool rate is not what they are to pay, in the order of the members' ids. They sum to zero.</param>
public sealed record AwardSplit(SharingReport Report, IReadOnlyList<MemberAdjustment> Adjustments)
{
    /// <summary>The split where the pool rate leaves no group a gain by theorem, without a look at the members; null otherwise.</summary>
    public static AwardSplit? ByTheorem(AwardProblem problem, AwardResult result, RoundSharing sharing)
    {
        ArgumentNullException.ThrowIfNull(sharing);
        var awarded = AwardedGame.Of(problem, result);
        return sharing.Method == SharingMethod.PoolRate && PooledProof.Holds(awarded.Terms, awarded.Quantities) ? new AwardSplit(Proved(awarded.Basis), []) : null;
    }

    public static AwardSplit Of(AwardProblem problem, AwardResult result, RoundSharing sharing, SolverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sharing);
        if (ByTheorem(problem, result, sharing) is { } proved)
            return proved;

        var awarded = AwardedGame.Of(problem, result);
        var game = awarded.Game();
        var pooled = awarded.Pooled(game);
        var costs = new GroupCosts(game, options, cancellationToken);
        var worthwhile = Worthwhile(awarded, costs, pooled);
        var split = RoundSplit.Of(costs, pooled, sharing.Method, sharing.Repair, worthwhile, options, cancellationToken);
        var whyNot = split.WhyPoolRate;
        if (AboveCeilings(awarded, game, pooled, split.Shares) is > 0 and var above)
        {
            whyNot = $"It would have taken {above} of the members above their ceilings, so the pool rate stands.";
            split = new RoundSplit(SharingMethod.PoolRate, whyNot, split.Cap, CoreSearch.Judge(costs, pooled, worthwhile, options, cancellationToken), null, pooled, pooled);
        }

        return new AwardSplit(ReportOf(sharing, awarded, game, pooled, split, whyNot), Adjust(awarded, game, pooled, split));
    }

    /// <summary>Less than a minor unit is no gain; nor is what the factors of a bid that bears several rates of VAT are rounded by.</summary>
    public static Fraction Worthwhile(AwardedGame awarded, GroupCosts costs, IReadOnlyList<Fraction> pooled)
    {
        var minorUnit = new Fraction(1, awarded.Terms.Currency.MinorUnitsPerUnit);
        var total = Sum(pooled);
        var isMixed = awarded.Terms.Bids.Any(bid => bid.Offers.Select(offer => offer.FactorMillionths).Distinct().Count() > 1);
        return isMixed && costs.Of(costs.Game.Everyone).Cost is { } cost && total > cost && total - cost < total / 100_000 ? minorUnit + total - cost : minorUnit;
    }

    private static SharingReport Proved(SharingBasis basis) => new(
        SharingMethod.PoolRate,
        SharingMethod.PoolRate,
        null,
        basis,
        null,
        new CoreReport(CoreStatus.Proved, CoreProof.AveragePriceDoesNotRise, [], 0, true),
        null);

    /// <summary>Nobody is made to pay more than it has said it would, but for what the pool rate made it pay before.</summary>
    private static int AboveCeilings(AwardedGame awarded, SupplyGame game, IReadOnlyList<Fraction> pooled, IReadOnlyList<Fraction> shares)
    {
        if (ReferenceEquals(pooled, shares))
            return 0;
        var ceilings = awarded.Ceilings(game);
        return Enumerable.Range(0, shares.Count).Count(i => shares[i] > pooled[i] && shares[i] > ceilings[i]);
    }

    private static SharingReport ReportOf(
        RoundSharing sharing, AwardedGame awarded, SupplyGame game, IReadOnlyList<Fraction> pooled, RoundSplit split, string? whyNot)
    {
        var minor = new Fraction(awarded.Terms.Currency.MinorUnitsPerUnit, 1);
        return new SharingReport(
            sharing.Method,
            split.Method,
            whyNot,
            awarded.Basis,
            split.Cap is { } cap
                ? new CapReport(cap.Status, cap.Lambda.ToString(), (cap.StandAlones * minor)?.RoundHalfUp(), (Sum(pooled) * minor).RoundHalfUp(), cap.Capped.Count)
                : null,
            Of(split.Final),
            split.Repair is { } repair
                ? new RepairReport(repair.Status, (repair.Shortfall * minor).RoundHalfUp(), repair.Groups, Of(split.Core))
                : null);

        CoreReport Of(CoreCertificate core) => new(
            core.Status, core.Proof, [.. core.Group.Select(member => new MemberId(game.Members[member].Id))], (core.Gain * minor).Floor(), core.IsLargest);
    }

    private static List<MemberAdjustment> Adjust(AwardedGame awarded, SupplyGame game, IReadOnlyList<Fraction> pooled, RoundSplit split)
    {
        if (ReferenceEquals(pooled, split.Shares))
            return [];
        var posted = awarded.Posted(game);
        int[] moved = [.. game.Everyone.Where(i => split.Shares[i] != pooled[i])];
        var amounts = MemberAdjustment.AmountsOf([.. moved.Select(i => (new MemberId(game.Members[i].Id), split.Shares[i], posted[i]))]);
        return [.. moved.Select((i, place) => new MemberAdjustment(new MemberId(game.Members[i].Id), pooled[i], split.Shares[i], amounts[place], ReasonOf(i)))];

        AdjustmentReason ReasonOf(int member) =>
            split.Shares[member] != split.Unrepaired[member] ? AdjustmentReason.Repair
            : split.Method == SharingMethod.PoolRate ? AdjustmentReason.StandAloneCap
            : AdjustmentReason.Method;
    }

    private static Fraction Sum(IEnumerable<Fraction> parts) => parts.Aggregate(Fraction.Zero, (sum, part) => sum + part);
}
