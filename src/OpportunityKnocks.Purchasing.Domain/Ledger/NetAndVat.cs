namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>An amount and the VAT on it, in minor units; negative for what is given back.</summary>
public readonly record struct NetAndVat(long Net, long Vat)
{
    public long Gross => checked(Net + Vat);

    public static NetAndVat operator +(NetAndVat left, NetAndVat right) => new(checked(left.Net + right.Net), checked(left.Vat + right.Vat));

    public static NetAndVat operator -(NetAndVat left, NetAndVat right) => new(checked(left.Net - right.Net), checked(left.Vat - right.Vat));

    public static NetAndVat operator -(NetAndVat amount) => new(checked(-amount.Net), checked(-amount.Vat));
}
