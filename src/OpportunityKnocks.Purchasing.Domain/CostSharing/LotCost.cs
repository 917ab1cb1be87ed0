using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>What a lot costs with one supplier at its pooled quantity, and from that what one unit costs a member, exactly, before
/// anything is rounded to its share.</summary>
public sealed record LotCost
{
    private readonly bool _sharesFixedFeeEqually;

    /// <param name="quantity">The pooled quantity per period, which the offer can supply.</param>
    /// <param name="members">How many members are served.</param>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public LotCost(LotOffer offer, int periods, long quantity, int members, FeePolicy policy)
    {
        (Offer, Periods, Quantity, Members) = (offer, periods, quantity, members);
        LineTotalPerPeriod = offer.Prices.LineTotal(quantity, offer.Currency);
        Net = offer.Cost(quantity, periods, members);
        _sharesFixedFeeEqually = policy == FeePolicy.Equal
            || (policy == FeePolicy.ByValue && offer.Prices.UnroundedTotal(quantity) == 0);
    }

    public LotOffer Offer { get; }

    public int Periods { get; }

    public long Quantity { get; }

    public int Members { get; }

    public Money LineTotalPerPeriod { get; }

    /// <summary>Line and fees over the term, without VAT.</summary>
    public Money Net { get; }

    /// <summary>What everyone pays per unit and period, fees apart, in the currency's major unit: line total / quantity.</summary>
    public Fraction UnitPrice =>
        new(LineTotalPerPeriod.MinorUnits, (BigInteger)Quantity * Offer.Currency.MinorUnitsPerUnit);

    /// <summary>What a member's part of the fixed fee is proportional to.</summary>
    public long FixedFeeWeight(long quantity) => _sharesFixedFeeEqually ? 1 : quantity;

    /// <summary>All that a unit costs the member per period, in the currency's major unit: its exact part of line and fixed fee, its own
    /// fee, and the VAT it cannot recover, divided by units and periods.</summary>
    /// <param name="quantity">What the member takes of the lot per period.</param>
    public Fraction CostPerUnit(long quantity, Percent vatRecovery)
    {
        var (numerator, denominator) = CostPerUnitUnreduced(quantity, vatRecovery);
        return new Fraction(numerator, denominator);
    }

    /// <summary>The lowest ceiling that <see cref="CostPerUnit"/> does not exceed, in ten-thousandths of the major unit.</summary>
    public BigInteger LowestSufficientCeiling(long quantity, Percent vatRecovery)
    {
        var (numerator, denominator) = CostPerUnitUnreduced(quantity, vatRecovery);
        return ((numerator * Domain.UnitPrice.PerUnit) + denominator - 1) / denominator;
    }

    private (BigInteger Numerator, BigInteger Denominator) CostPerUnitUnreduced(long quantity, Percent vatRecovery)
    {
        var line = (BigInteger)LineTotalPerPeriod.MinorUnits * Periods * quantity;
        var fixedFee = (BigInteger)Offer.FixedFee.MinorUnits * FixedFeeWeight(quantity);
        BigInteger feeWeights = _sharesFixedFeeEqually ? Members : Quantity;

        // line / Quantity + fixedFee / feeWeights + fee per member, over one denominator.
        var net = (line * feeWeights) + (fixedFee * Quantity) + (Offer.FeePerMember.MinorUnits * feeWeights * Quantity);
        var withVat = ((long)Percent.Whole * Percent.Whole) + ((long)Offer.VatRate.Hundredths * vatRecovery.Remainder.Hundredths);
        return (
            net * withVat,
            feeWeights * Quantity * quantity * Periods * Offer.Currency.MinorUnitsPerUnit * Percent.Whole * Percent.Whole);
    }
}
