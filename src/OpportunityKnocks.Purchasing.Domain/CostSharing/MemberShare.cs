namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>What one member takes of a lot.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="VatRecovery">The share of VAT it recovers.</param>
public readonly record struct MemberQuantity(MemberId MemberId, long Quantity, Percent VatRecovery);

/// <summary>What one member pays of a lot over its term. Totals are the sums of its charges; the fees are in the first.</summary>
public sealed record MemberShare
{
    /// <param name="line">Its part of the line, over the term.</param>
    public MemberShare(MemberQuantity member, PeriodSpread line, Money fixedFee, Money feePerMember, Percent vatRate)
    {
        (Member, Units, Spread, FixedFee, FeePerMember, VatRate) = (member, member.Quantity, line, fixedFee, feePerMember, vatRate);

        // Apart from the first there are only two kinds of charges: with the extra unit and without.
        var first = ChargeIn(0);
        var later = line.Extras - (int)(line.AmountIn(0) - line.Floor);
        var plain = line.Periods - 1 - later;
        var (withExtra, without) = (ChargeOf(line.Floor + 1), ChargeOf(line.Floor));
        Vat = Total(charge => charge.Vat);
        UnrecoveredVat = Total(charge => charge.UnrecoveredVat);

        Money Total(Func<Charge, Money> part) => new(
            checked(part(first).MinorUnits + (later * part(withExtra).MinorUnits) + (plain * part(without).MinorUnits)),
            fixedFee.Currency);
    }

    public MemberQuantity Member { get; init; }

    /// <summary>The units per period it gets from this supplier; all of its quantity, but in a lot with several suppliers.</summary>
    public long Units { get; init; }

    public PeriodSpread Spread { get; init; }

    /// <summary>Its part of the lot's fixed fee.</summary>
    public Money FixedFee { get; init; }

    /// <summary>The fee for serving it.</summary>
    public Money FeePerMember { get; init; }

    public Percent VatRate { get; init; }

    public Money Vat { get; init; }

    public Money UnrecoveredVat { get; init; }

    public Money Line => new(Spread.Total, FixedFee.Currency);

    public Money Net => Line + FixedFee + FeePerMember;

    public Money Gross => Net + Vat;

    /// <summary>Net and the VAT it cannot recover.</summary>
    public Money Cost => Net + UnrecoveredVat;

    public ShareAmounts Amounts => new(Line, FixedFee, FeePerMember, Vat, UnrecoveredVat);

    /// <param name="period">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The term has no such period.</exception>
    public Charge ChargeIn(int period)
    {
        var line = Spread.AmountIn(period);
        return ChargeOf(period == 0 ? checked(line + FixedFee.MinorUnits + FeePerMember.MinorUnits) : line);
    }

    private Charge ChargeOf(long net) => Charge.Of(new Money(net, FixedFee.Currency), VatRate, Member.VatRecovery);
}
