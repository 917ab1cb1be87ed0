namespace OpportunityKnocks.Purchasing.Domain.Pricing;

/// <summary>What a supplier asks for one lot, without VAT. A lot costs its line total per period x periods, plus the fixed fee once,
/// plus the fee for each member served.</summary>
public sealed record LotOffer
{
    /// <param name="fixedFee">Paid once, if the supplier wins the lot.</param>
    /// <param name="feePerMember">Paid once for each member served in the lot.</param>
    /// <param name="capacity">The most the supplier can supply per period; null if it can supply any quantity.</param>
    /// <exception cref="DomainException">A refusal of <see cref="PricingRefusals"/>.</exception>
    public LotOffer(
        LotId lotId, PriceSchedule prices, Money fixedFee, Money feePerMember, long? capacity, VatCategory vatCategory, Percent vatRate)
    {
        if (fixedFee.Currency != feePerMember.Currency)
            throw PricingRefusals.FeesInDifferentCurrencies.Because($"One is in {fixedFee.Currency}, one in {feePerMember.Currency}.");
        if (!IsFee(fixedFee) || !IsFee(feePerMember))
            throw PricingRefusals.FeeOutOfRange.Because($"The fees are {fixedFee} and {feePerMember} per member.");
        if (capacity < prices.MinimumQuantity)
            throw PricingRefusals.CapacityBelowMinimum.Because($"It is {capacity}, the least quantity {prices.MinimumQuantity}.");
        if (!vatCategory.Accepts(vatRate))
            throw PricingRefusals.VatRateDoesNotFitCategory.Because($"{vatRate} % is not a rate of the category {vatCategory}.");

        (LotId, Prices, FixedFee, FeePerMember) = (lotId, prices, fixedFee, feePerMember);
        (Capacity, VatCategory, VatRate) = (capacity, vatCategory, vatRate);
    }

    public LotId LotId { get; }

    public PriceSchedule Prices { get; }

    public Money FixedFee { get; }

    public Money FeePerMember { get; }

    public long? Capacity { get; }

    public VatCategory VatCategory { get; }

    public Percent VatRate { get; }

    public Currency Currency => FixedFee.Currency;

    /// <summary>The same with another fee.</summary>
    public LotOffer WithFixedFee(Money fee) => new(LotId, Prices, fee, FeePerMember, Capacity, VatCategory, VatRate);

    /// <param name="quantity">Units per period.</param>
    public bool CanSupply(long quantity) => quantity >= Prices.MinimumQuantity && !(quantity > Capacity);

    /// <summary>The exact net cost over the term, in ten-thousandths of the currency's major unit.</summary>
    /// <param name="quantity">Units per period, not below the least quantity.</param>
    public Int128 UnroundedCost(long quantity, int periods, int members) =>
        checked((Prices.UnroundedTotal(quantity) * periods)
            + (Fees(members) * (UnitPrice.PerUnit / Currency.MinorUnitsPerUnit)));

    /// <summary>The net cost over the term: the line total, rounded once, x periods, plus the fees.</summary>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public Money Cost(long quantity, int periods, int members) =>
        TryCost(quantity, periods, members, out var cost)
            ? cost
            : throw MoneyRefusals.AmountTooLarge.Because($"The lot costs more than {Money.Maximum(Currency)}.");

    /// <inheritdoc cref="Cost"/>
    /// <returns>False if the cost is larger than any amount the system keeps.</returns>
    public bool TryCost(long quantity, int periods, int members, out Money cost)
    {
        var maximum = Money.Maximum(Currency).MinorUnits;
        var line = Prices.RoundedTotal(quantity, Currency);
        // The line is looked at first: times the periods it might leave even an Int128.
        var minorUnits = line > maximum ? Int128.MaxValue : (line * periods) + Fees(members);
        cost = new Money((long)Int128.Min(minorUnits, maximum), Currency);
        return minorUnits <= maximum;
    }

    private Int128 Fees(int members) => FixedFee.MinorUnits + ((Int128)FeePerMember.MinorUnits * members);

    private static bool IsFee(Money fee) => fee.MinorUnits >= 0 && fee.MinorUnits <= Money.Maximum(fee.Currency).MinorUnits;
}
