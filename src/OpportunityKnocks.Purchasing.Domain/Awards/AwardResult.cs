using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Why a lot is not awarded, or an offer cannot supply it.</summary>
public enum NotAwardedReason
{
    /// <summary>Nobody needs anything of the lot, or everyone has left it.</summary>
    NoNeedLeft,

    /// <summary>Nobody bid for the lot.</summary>
    NoBid,

    /// <summary>The demand is below the least quantity.</summary>
    BelowMinimumQuantity,

    /// <summary>The demand is above the capacity.</summary>
    AboveCapacity,

    /// <summary>The cost is larger than any amount the system keeps.</summary>
    AmountTooLarge,

    /// <summary>What is left of the demand is below the lot's own minimum, or fills no pack.</summary>
    BelowLotMinimum,

    /// <summary>No combination of the offers supplies the order exactly.</summary>
    NoCombination,
}

/// <summary>What became of a need.</summary>
public enum NeedStanding
{
    /// <summary>It is part of the award.</summary>
    Served,

    /// <summary>It stayed, but its lot is not awarded.</summary>
    LotNotAwarded,

    /// <summary>It would have cost more than its ceiling.</summary>
    LeftAboveCeiling,

    /// <summary>It left because another need of its bundle did.</summary>
    LeftWithBundle,

    /// <summary>It left with its bundle because no unit of its lot was left for it: only whole packs are ordered, or the lot is given up.</summary>
    LeftWithoutUnits,

    /// <summary>It stayed, but only whole packs are ordered, and none of their units was left for it.</summary>
    WithoutUnits,
}

/// <summary>What an offer that can supply the lot is compared by.</summary>
/// <param name="Cost">Net over the term, as it would be paid.</param>
/// <param name="FactorMillionths">1 + VAT rate x share of the demand that cannot recover it, half up to six decimals.</param>
/// <param name="EvaluatedTenBillionths">Unrounded net cost x factor, in 10^-10 of the currency's major unit: exact.</param>
/// <param name="Rank">From 1; equal costs have equal ranks.</param>
public sealed record Evaluation(Money Cost, long FactorMillionths, Int128 EvaluatedTenBillionths, int Rank)
{
    /// <summary>The factor as published, with six decimals.</summary>
    public string Factor => PlainDecimal.Write(FactorMillionths, 6);

    /// <summary>The evaluated cost as published, with ten decimals, exact.</summary>
    public string EvaluatedCost => PlainDecimal.Write(EvaluatedTenBillionths, 10);
}

/// <summary>One supplier's offer for a lot at the pooled demand.</summary>
/// <param name="Evaluation">Null if the offer cannot supply the demand; then <paramref name="Unsuitable"/> says why.</param>
public sealed record Candidate(BidId BidId, OrganisationId SupplierId, Evaluation? Evaluation, NotAwardedReason? Unsuitable);

/// <summary>How a lot went in one pass.</summary>
/// <param name="Demand">Pooled units per period.</param>
/// <param name="Members">How many members have a need in it.</param>
/// <param name="Winner">One of the candidates, where the best of them gets the whole lot by its schedule; null if the lot is not awarded, or if a
/// search found its suppliers: see <see cref="Supplies"/>.</param>
/// <param name="NotAwarded">Null if the lot is awarded.</param>
/// <param name="Candidates">Everyone who bid for the lot, the best first, those who cannot supply it last; empty without demand.</param>
public sealed record LotOutcome(
    LotTerms Lot, long Demand, int Members, Candidate? Winner, NotAwardedReason? NotAwarded, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>Who supplies it, in the order of their ids; empty if it is not awarded.</summary>
    public IReadOnlyList<LotSupply> Supplies { get; init; } = [];

    /// <summary>Net over the term; null if the lot is not awarded.</summary>
    public Money? Cost => Supplies.Count == 0 ? null : Supplies.Select(supply => supply.Cost.Net).Aggregate((sum, net) => sum + net);
}

/// <summary>The problem a search was given in a pass, and what it found: an award that is proved best, or the best in the time there was.</summary>
public sealed record SearchedPass(OptimumProblem Problem, OptimumResult Result);

/// <summary>What became of a need, and the figures it was judged by.</summary>
/// <param name="CostPerUnit">All in, per unit and period, in the currency's major unit, exact: in the award or, for a need that left, in
/// the pass in which it did. Null if the lot was not awarded then.</param>
/// <param name="LeftInPass">From 1; null if it stayed.</param>
public readonly record struct NeedOutcome(PooledNeed Need, NeedStanding Standing, Fraction? CostPerUnit, int? LeftInPass);

/// <summary>Pool, award, and see whom the price is too high for.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Lots">In the order of their numbers.</param>
/// <param name="Left">The needs that left after this pass, in the order of their ids.</param>
public sealed record AwardPass(int Number, IReadOnlyList<LotOutcome> Lots, IReadOnlyList<NeedOutcome> Left)
{
    /// <summary>Null where each lot went to its cheapest supplier without a search.</summary>
    public SearchedPass? Searched { get; init; }
}

/// <summary>The best award of a round, and how it came about.</summary>
/// <param name="Passes">The last one is the award: nobody left after it.</param>
/// <param name="Needs">Every need of the problem, in the order of their ids.</param>
/// <param name="Shares">Who pays what, for each supplier of each lot that is awarded, in the order of the lots' numbers and the suppliers' ids.</param>
public sealed record AwardResult(
    IReadOnlyList<AwardPass> Passes, IReadOnlyList<NeedOutcome> Needs, IReadOnlyList<LotShares> Shares)
{
    /// <summary>How each lot of the round ended.</summary>
    public IReadOnlyList<LotOutcome> Lots => Passes[^1].Lots;

    /// <summary>Whether nothing better is possible in any pass; see <see cref="OptimumOutcome.ProvedOptimal"/>.</summary>
    public bool IsProved => Passes.All(pass => pass.Searched is null or { Result.Outcome: OptimumOutcome.ProvedOptimal });

    /// <summary>Needs that get nothing because only whole packs are ordered, or a lot fell below its minimum; with the bundles that left for
    /// that. Their members have paid no price too high: the needs can join another round.</summary>
    public IReadOnlySet<NeedId> WithoutUnits
    {
        get
        {
            var left = Passes.SelectMany(pass => pass.Left).Where(outcome => outcome.Standing == NeedStanding.LeftWithoutUnits).ToList();
            var bundles = left.Select(outcome => (outcome.Need.MemberId, outcome.Need.Bundle)).ToHashSet();
            return Needs
                .Where(outcome => outcome.Standing is NeedStanding.WithoutUnits or NeedStanding.LeftWithoutUnits
                    || (outcome.Standing == NeedStanding.LeftWithBundle && bundles.Contains((outcome.Need.MemberId, outcome.Need.Bundle))))
                .Select(outcome => outcome.Need.Id)
                .ToHashSet();
        }
    }

    /// <summary>What one member may see of its share of a lot.</summary>
    /// <inheritdoc cref="LotShares.Explain"/>
    /// <exception cref="ArgumentException">The lot is not awarded, or the member has no share of it.</exception>
    public ShareExplanation Explain(LotId lotId, MemberId memberId, string unitWord, string periodWord)
    {
        var shares = Shares.FirstOrDefault(lot => lot.LotId == lotId)
            ?? throw new ArgumentException("The lot is not awarded.", nameof(lotId));
        var ceilings = Needs
            .Where(need => need.Standing == NeedStanding.Served && need.Need.MemberId == memberId && need.Need.LotId == lotId)
            .Select(need => new CeilingCheck(need.Need.Id, need.Need.Ceiling, need.CostPerUnit!.Value));
        return shares.Explain(memberId, unitWord, periodWord, [.. ceilings]);
    }
}
