using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>What is known of an award.</summary>
public enum OptimumOutcome
{
    /// <summary>No award that keeps the rules has a lower evaluated cost, and all ties are broken as the rules say.</summary>
    ProvedOptimal,

    /// <summary>The best that was found; the bound says how much better another could be. If the bound is the award's own cost, only
    /// the choice among equally good awards was not finished.</summary>
    BestFound,

    /// <summary>No award keeps all the rules.</summary>
    Infeasible,
}

/// <summary>What can make an award impossible.</summary>
public enum AwardRule
{
    /// <summary>Nobody offers anything of the lot.</summary>
    NoBid,

    /// <summary>A capacity, of a bid or of its offer for a lot.</summary>
    Capacity,

    /// <summary>The least quantity a supplier will supply.</summary>
    MinimumQuantity,

    /// <summary>The quantity is to be ordered exactly, or with no more than the overbuy limit.</summary>
    ExactQuantity,

    /// <summary>Packages that exclude each other.</summary>
    PackageGroup,

    MinimumWinners,

    MaximumWinners,

    MinimumWinnersPerLot,

    MaximumWinnersPerLot,

    MaximumSharePercent,

    Budget,
}

/// <summary>Why there is no award.</summary>
/// <param name="LotId">The lot it is about; null when it is about the whole award.</param>
/// <param name="Alone">Whether giving up this one would make an award possible; if none would alone, all that are named have to give
/// way.</param>
public sealed record Impossibility(AwardRule Rule, string? LotId, bool Alone);

/// <summary>What a supplier supplies of a lot by its price schedule.</summary>
/// <param name="Quantity">Units per period, without those of packages; 0 if only packages bring fees here.</param>
/// <param name="UnitPrice">After discounts, in major units; the average if tiers differ; exact.</param>
/// <param name="Line">One period's line total, rounded once.</param>
/// <param name="MemberFees">The fee per member for all members.</param>
public sealed record OptimumSupply(
    string LotId, string SupplierId, long Quantity, Fraction UnitPrice, Money Line, Money FixedFee, Money MemberFees);

/// <summary>A package that is taken.</summary>
public sealed record WonPackage(string SupplierId, string PackageId, Money Price);

/// <summary>A supplier that wins anything.</summary>
/// <param name="FixedFee">The fee of the bid as a whole.</param>
/// <param name="Discount">The volume discount it reached.</param>
public sealed record OptimumWinner(string SupplierId, Money FixedFee, Percent Discount);

/// <summary>Who supplies what, and what it costs.</summary>
/// <param name="Supplies">Lot by lot, then by the supplier's id.</param>
/// <param name="Packages">By the supplier's id, then the package's.</param>
/// <param name="Winners">By id.</param>
/// <param name="Cost">As it will be paid: line totals x periods, fees and packages.</param>
/// <param name="Evaluated">Unrounded cost x factor, in <see cref="OptimumAward.Decimals"/> decimals of the major unit: exact.</param>
public sealed record OptimumAward(
    IReadOnlyList<OptimumSupply> Supplies,
    IReadOnlyList<WonPackage> Packages,
    IReadOnlyList<OptimumWinner> Winners,
    Money Cost,
    BigInteger Evaluated)
{
    /// <summary>Four of the price, four of the discount, six of the factor.</summary>
    public const int Decimals = 14;

    /// <summary>An evaluated cost as published: exact, with at least the currency's decimals.</summary>
    public static string Write(BigInteger evaluated, Currency currency) =>
        new Fraction(evaluated, BigInteger.Pow(10, Decimals)).ToDecimal(currency.MinorDigits, Decimals);
}

/// <summary>The answer to an <see cref="OptimumProblem"/>.</summary>
/// <param name="Award">Null if there is none.</param>
/// <param name="Bound">No award has a lower evaluated cost; in the same unit.</param>
/// <param name="Because">Why there is none.</param>
public sealed record OptimumResult(
    OptimumOutcome Outcome, OptimumAward? Award, BigInteger Bound, IReadOnlyList<Impossibility> Because)
{
    /// <summary>How much lower the cost of another award could be, in percent of this one's, with up to six decimals; rounded up, so that
    /// a gap never reads as none.</summary>
    public string GapPercent => Award is null || Award.Evaluated.IsZero
        ? "0"
        : new Fraction((((Award.Evaluated - Bound) * 100_000_000) + Award.Evaluated - 1) / Award.Evaluated, 1_000_000).ToDecimal(0, 6);

    public static OptimumResult Impossible(IReadOnlyList<Impossibility> because) =>
        new(OptimumOutcome.Infeasible, null, BigInteger.Zero, because);
}
