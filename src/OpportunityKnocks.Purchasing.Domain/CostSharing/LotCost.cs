using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>What is special where a supplier does not simply supply a whole lot by its price schedule.</summary>
/// <param name="Demand">What the members of the lot need together, per period: others may supply some of it, or more may be ordered.</param>
/// <param name="ByPackages">How many of the supplied units come in packages.</param>
/// <param name="PackagesPerPeriod">What those cost per period, without VAT.</param>
/// <param name="Discount">Off the prices of the schedule.</param>
public sealed record PartOfALot(long Demand, long ByPackages, Money PackagesPerPeriod, Percent Discount);

/// <summary>What a lot costs with one supplier at its pooled quantity, and from that what one unit costs a member, exactly, before
/// anything is rounded to its share.</summary>
public sealed record LotCost
{
    private readonly bool _sharesFixedFeeEqually;

    /// <param name="quantity">The units per period that are supplied.</param>
    /// <param name="members">How many members are served.</param>
    /// <param name="part">Null where the supplier supplies the whole demand by its schedule, without a discount.</param>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public LotCost(LotOffer offer, int periods, long quantity, int members, FeePolicy policy, PartOfALot? part = null)
    {
        Part = part ?? new PartOfALot(quantity, 0, Money.Zero(offer.Currency), Percent.Zero);
        (Offer, Periods, Supplied, Members) = (offer, periods, quantity, members);
        LineTotalPerPeriod = offer.Prices.LineTotal(quantity - Part.ByPackages, offer.Currency, Part.Discount) + Part.PackagesPerPeriod;
        Net = Money.Checked(
            ((Int128)LineTotalPerPeriod.MinorUnits * periods) + offer.FixedFee.MinorUnits + ((Int128)offer.FeePerMember.MinorUnits * members),
            offer.Currency);
        _sharesFixedFeeEqually = policy == FeePolicy.Equal || (policy == FeePolicy.ByValue && IsFree);
    }

    public LotOffer Offer { get; }

    public int Periods { get; }

    public PartOfALot Part { get; }

    /// <summary>The units per period that the supplier supplies.</summary>
    public long Supplied { get; }

    /// <summary>The members' units per period, by which the cost is shared; the same as <see cref="Supplied"/> but in a lot with several
    /// suppliers, or where more is ordered than is needed.</summary>
    public long Quantity => Part.Demand;

    public int Members { get; }

    public Money LineTotalPerPeriod { get; }

    /// <summary>Line and fees over the term, without VAT.</summary>
    public Money Net { get; }

    /// <summary>What everyone pays this supplier per unit and period, fees apart, in the currency's major unit: line total / quantity.</summary>
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

    private bool IsFree => Part.PackagesPerPeriod.MinorUnits == 0
        && (Supplied == Part.ByPackages || Part.Discount == Percent.Hundred || Offer.Prices.UnroundedTotal(Supplied - Part.ByPackages) == 0);

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
