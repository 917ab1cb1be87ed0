namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>The ways an amount, a price, a percentage or a quantity is refused.</summary>
public static class MoneyRefusals
{
    public static readonly Refusal UnknownCurrency =
        new("unknownCurrency", "The currency is not an active ISO 4217 code.", RefusalKind.Invalid);

    public static readonly Refusal InvalidAmount =
        new("invalidAmount", "The amount is not a plain decimal number of the currency.", RefusalKind.Invalid);

    public static readonly Refusal InvalidUnitPrice =
        new("invalidUnitPrice", "The unit price is not a plain decimal number.", RefusalKind.Invalid);

    public static readonly Refusal InvalidPercent =
        new("invalidPercent", "The percentage is not a plain decimal number from 0 to 100.", RefusalKind.Invalid);

    public static readonly Refusal AmountTooLarge =
        new("amountTooLarge", "The amount is larger than any the system keeps.", RefusalKind.Invalid);
}
