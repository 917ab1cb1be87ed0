using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>One supplier's place in the ranking for a lot.</summary>
/// <param name="Rank">From 1; null if the offer cannot supply the demand, and then <paramref name="Unsuitable"/> says why.</param>
/// <param name="Net">Minor units over the term.</param>
/// <param name="Factor">Six decimals.</param>
/// <param name="EvaluatedCost">Ten decimals, exact, in the currency's major unit.</param>
public sealed record RankedOffer(
    BidId BidId, OrganisationId SupplierId, int? Rank, long? Net, string? Factor, string? EvaluatedCost, NotAwardedReason? Unsuitable)
{
    public static RankedOffer Of(Candidate candidate) => new(
        candidate.BidId,
        candidate.SupplierId,
        candidate.Evaluation?.Rank,
        candidate.Evaluation?.Cost.MinorUnits,
        candidate.Evaluation?.Factor,
        candidate.Evaluation?.EvaluatedCost,
        candidate.Unsuitable);
}

/// <summary>How one lot of a round ended: a winning offer at the pooled demand and the figures every share of it is explained by, or
/// the reason why nobody won. A lot with several suppliers is there once for each. Amounts are minor units of the currency.</summary>
public sealed class AwardedLot
{
    private AwardedLot()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId AwardId { get; private set; }

    public RoundId RoundId { get; private set; }

    public LotId LotId { get; private set; }

    /// <summary>1, 2, ... in the order of the ids of the lot's suppliers; 1 if it has one or none.</summary>
    public int Part { get; private set; }

    /// <summary>Null if the lot is not awarded; then so is all that comes from the winning offer.</summary>
    public OrganisationId? SupplierId { get; private set; }

    public BidId? BidId { get; private set; }

    public int? OfferVersion { get; private set; }

    public NotAwardedReason? NotAwarded { get; private set; }

    /// <summary>The demand of those who stayed, per period.</summary>
    public long Quantity { get; private set; }

    /// <summary>What this supplier supplies per period: the demand, but where others supply some of it, or more is ordered.</summary>
    public long Supplied { get; private set; }

    /// <summary>How many of those come in packages, and</summary>
    public long ByPackages { get; private set; }

    /// <summary>what they cost per period; they are part of the line.</summary>
    public long PackagesPerPeriod { get; private set; }

    /// <summary>Those packages, in the order of their ids.</summary>
    public IReadOnlyList<string> Packages { get; private set; } = [];

    /// <summary>The volume discount off the prices of the schedule.</summary>
    public Percent Discount { get; private set; }

    public int Members { get; private set; }

    public int Periods { get; private set; }

    public Currency Currency { get; private set; }

    public FeePolicy FeePolicy { get; private set; }

    public PriceBasis? Basis { get; private set; }

    public IReadOnlyList<PriceTier> Tiers { get; private set; } = [];

    /// <summary>The most the supplier offered to supply per period; null for any quantity.</summary>
    public long? Capacity { get; private set; }

    public VatCategory? VatCategory { get; private set; }

    public Percent? VatRate { get; private set; }

    public long LinePerPeriod { get; private set; }

    /// <summary>The supplier's fee for the lot, with the part of the bid's own fee that falls on it by the value of its line.</summary>
    public long FixedFee { get; private set; }

    public long FeePerMember { get; private set; }

    public long Net { get; private set; }

    public long Vat { get; private set; }

    public long UnrecoveredVat { get; private set; }

    /// <summary>The cut-off of the line's split, over the quantity; null if no unit was missing.</summary>
    public long? LineCutOff { get; private set; }

    /// <summary>The sum of the weights the fixed fee was split by.</summary>
    public long FixedFeeWeights { get; private set; }

    /// <summary>The cut-off of the fixed fee's split, over the sum of its weights.</summary>
    public long? FixedFeeCutOff { get; private set; }

    /// <summary>Everyone who bid for the lot, the best first.</summary>
    public IReadOnlyList<RankedOffer> Candidates { get; private set; } = [];

    /// <param name="shares">One for each of the lot's suppliers, in the order of their ids.</param>
    internal static IEnumerable<AwardedLot> Of(
        Award award, FeePolicy policy, LotOutcome outcome, IReadOnlyList<LotShares> shares, IReadOnlyDictionary<BidId, int> offerVersions)
    {
        if (outcome.Supplies.Count == 0)
            return [Of(award, policy, outcome, part: 1)];
        return outcome.Supplies.Select((supply, index) =>
        {
            var lot = Of(award, policy, outcome, index + 1);
            lot.Take(supply, offerVersions[supply.BidId], shares[index]);
            return lot;
        });
    }

    private static AwardedLot Of(Award award, FeePolicy policy, LotOutcome outcome, int part) => new()
    {
        ClusterId = award.ClusterId,
        AwardId = award.Id,
        RoundId = award.RoundId,
        LotId = outcome.Lot.Id,
        Part = part,
        NotAwarded = outcome.NotAwarded,
        Quantity = outcome.Demand,
        Members = outcome.Members,
        Periods = outcome.Lot.Periods,
        Currency = award.Currency,
        FeePolicy = policy,
        Candidates = [.. outcome.Candidates.Select(RankedOffer.Of)],
    };

    /// <summary>What the winning offer costs at the demand.</summary>
    /// <exception cref="InvalidOperationException">The lot is not awarded.</exception>
    public LotCost Cost()
    {
        if (Basis is not { } basis)
            throw new InvalidOperationException("A lot that is not awarded costs nothing.");
        var offer = new LotOffer(
            LotId,
            PriceSchedule.Create(basis, Tiers),
            new Money(FixedFee, Currency),
            new Money(FeePerMember, Currency),
            Capacity,
            VatCategory!.Value,
            VatRate!.Value);
        return new LotCost(
            offer, Periods, Supplied, Members, FeePolicy, new PartOfALot(Quantity, ByPackages, new Money(PackagesPerPeriod, Currency), Discount));
    }

    /// <summary>One share as the split gave it, with all its figures.</summary>
    public MemberShare Restore(Share share) => new(
        new MemberQuantity(share.MemberId, share.Quantity, share.VatRecovery),
        new PeriodSpread(share.LineFloor, share.LineExtras, share.FirstExtraPeriod, Periods),
        new Money(share.FixedFee, Currency),
        new Money(FeePerMember, Currency),
        VatRate!.Value)
    {
        Units = share.Units,
    };

    /// <summary>What the member of one share may see of it.</summary>
    /// <inheritdoc cref="LotShares.Explain"/>
    public ShareExplanation Explain(LotCost cost, Share share, string unitWord, string periodWord, IReadOnlyList<CeilingCheck> ceilings)
    {
        var line = SplitOf(share, checked(LinePerPeriod * Periods), share.Quantity, Quantity, LineCutOff, share.Line);
        var fixedFee = SplitOf(share, FixedFee, cost.FixedFeeWeight(share.Quantity), FixedFeeWeights, FixedFeeCutOff, share.FixedFee);
        return new LotShares(cost, line, fixedFee, [Restore(share)]).Explain(share.MemberId, unitWord, periodWord, ceilings);
    }

    private static WeightedAllocation SplitOf(Share share, long total, long weight, long sum, long? cutOff, long amount)
    {
        var (floor, numerator) = Int128.DivRem((Int128)total * weight, sum);
        var entry = new AllocatedEntry(share.MemberId.Value, weight, (long)floor, (long)numerator, (int)(amount - (long)floor));
        return new WeightedAllocation(total, sum, cutOff is { } smallest ? new Fraction(smallest, sum) : null, [entry]);
    }

    private static long? Numerator(WeightedAllocation allocation) =>
        allocation.CutOff is { } cutOff ? (cutOff * allocation.SumOfWeights).Floor() : null;

    private void Take(LotSupply winner, int offerVersion, LotShares shares)
    {
        var offer = shares.Cost.Offer;
        (SupplierId, BidId, OfferVersion) = (winner.SupplierId, winner.BidId, offerVersion);
        (Basis, Tiers, Capacity) = (offer.Prices.Basis, offer.Prices.Tiers, offer.Capacity);
        (VatCategory, VatRate) = (offer.VatCategory, offer.VatRate);
        Supplied = shares.Cost.Supplied;
        (ByPackages, PackagesPerPeriod, Discount) = (shares.Cost.Part.ByPackages, shares.Cost.Part.PackagesPerPeriod.MinorUnits, shares.Cost.Part.Discount);
        Packages = winner.Packages;
        LinePerPeriod = shares.Cost.LineTotalPerPeriod.MinorUnits;
        (FixedFee, FeePerMember) = (offer.FixedFee.MinorUnits, offer.FeePerMember.MinorUnits);
        Net = shares.Cost.Net.MinorUnits;
        foreach (var share in shares.Shares)
        {
            Vat = checked(Vat + share.Vat.MinorUnits);
            UnrecoveredVat = checked(UnrecoveredVat + share.UnrecoveredVat.MinorUnits);
        }

        (LineCutOff, FixedFeeCutOff) = (Numerator(shares.Line), Numerator(shares.FixedFee));
        FixedFeeWeights = shares.FixedFee.SumOfWeights;
    }
}
