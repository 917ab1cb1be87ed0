namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>One invoice: what one member pays for one lot and charge period.</summary>
/// <param name="UnrecoveredVat">The part of the VAT the member cannot get back.</param>
public readonly record struct Charge(Money Net, Money Vat, Money UnrecoveredVat)
{
    public Money Gross => Net + Vat;

    /// <summary>What it costs the member in the end: net and the VAT it cannot recover.</summary>
    public Money Cost => Net + UnrecoveredVat;

    /// <summary>VAT is half up on the net of the invoice; the unrecovered part half up on the VAT.</summary>
    public static Charge Of(Money net, Percent vatRate, Percent vatRecovery)
    {
        var vat = vatRate.Of(net.MinorUnits);
        return new Charge(net, new Money(vat, net.Currency), new Money(vatRecovery.Remainder.Of(vat), net.Currency));
    }
}
