namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>How the price of a need compares with the most its member will pay.</summary>
/// <param name="Ceiling">Per unit and period, all in; null if the member takes any price.</param>
/// <param name="CostPerUnit">All in, per unit and period, in the currency's major unit, exact.</param>
public readonly record struct CeilingCheck(NeedId NeedId, UnitPrice? Ceiling, Fraction CostPerUnit)
{
    public bool IsWithin => Ceiling is not { } ceiling || CostPerUnit <= ceiling.ToFraction();
}

/// <summary>The amounts of a share over its term.</summary>
/// <param name="UnrecoveredVat">The part of the VAT the member cannot get back.</param>
public readonly record struct ShareAmounts(Money Line, Money FixedFee, Money FeePerMember, Money Vat, Money UnrecoveredVat)
{
    public Money Net => Line + FixedFee + FeePerMember;

    public Money Gross => Net + Vat;

    public Money RecoveredVat => Vat - UnrecoveredVat;

    /// <summary>Net and the VAT the member cannot recover.</summary>
    public Money Cost => Net + UnrecoveredVat;
}

/// <summary>All that one member may see of how its share came about, and enough to compute it again. Of others it shows sums.</summary>
/// <param name="Quantity">Its units per period.</param>
/// <param name="UnitPrice">What everyone in the lot pays per unit and period, in the currency's major unit: line total / demand.</param>
/// <param name="LineTotalPerPeriod">What the supplier charges all members together in each period, fees apart.</param>
/// <param name="Line">Its part of that over the whole term.</param>
/// <param name="FirstExtraPeriod">From 0: where its periods with one minor unit more begin (see <see cref="PeriodSpread"/>).</param>
/// <param name="FixedFee">Its part of the fixed fee.</param>
/// <param name="Ceilings">Each of its needs in the lot.</param>
/// <param name="Summary">One line for people.</param>
public sealed record ShareExplanation(
    LotId LotId,
    MemberId MemberId,
    long Quantity,
    int Periods,
    Fraction UnitPrice,
    Money LineTotalPerPeriod,
    AllocationExplanation Line,
    int FirstExtraPeriod,
    AllocationExplanation FixedFee,
    Money FeePerMember,
    Percent VatRate,
    Percent VatRecovery,
    ShareAmounts Amounts,
    IReadOnlyList<CeilingCheck> Ceilings,
    string Summary)
{
    /// <summary>The amounts and the charge of each period again, from the figures of this explanation alone, one invoice after another.
    /// They equal <see cref="Amounts"/>, or the explanation does not explain.</summary>
    public (ShareAmounts Amounts, IReadOnlyList<Charge> Charges) Recompute()
    {
        var currency = LineTotalPerPeriod.Currency;
        var (line, fixedFee) = (Line.Recompute(), FixedFee.Recompute());
        var floor = (new Fraction(LineTotalPerPeriod.MinorUnits, 1) * new Fraction(Line.Weight, Line.SumOfWeights)).Floor();
        var nets = Enumerable.Repeat(floor, Periods).ToArray();
        for (var extra = 0L; extra < line - (floor * Periods); extra++)
            nets[(FirstExtraPeriod + extra) % Periods]++;
        nets[0] = checked(nets[0] + fixedFee + FeePerMember.MinorUnits);

        Charge[] charges = [.. nets.Select(net => Charge.Of(new Money(net, currency), VatRate, VatRecovery))];
        var amounts = new ShareAmounts(
            new Money(line, currency),
            new Money(fixedFee, currency),
            FeePerMember,
            charges.Aggregate(Money.Zero(currency), (sum, charge) => sum + charge.Vat),
            charges.Aggregate(Money.Zero(currency), (sum, charge) => sum + charge.UnrecoveredVat));
        return (amounts, charges);
    }
}
