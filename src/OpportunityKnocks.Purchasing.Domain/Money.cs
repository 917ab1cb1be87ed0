namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>An amount in whole minor units (pence) of one currency; negative for a refund. Never a float. Adding amounts of two
/// currencies is a fault of the program, not of a caller, and throws <see cref="InvalidOperationException"/>. Arithmetic is
/// checked.</summary>
public readonly record struct Money(long MinorUnits, Currency Currency)
{
    /// <summary>Digits before the point an amount may have, when it is read.</summary>
    public const int MaximumIntegerDigits = 12;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The largest amount the system reads or computes with: twelve nines before the point, and all decimals nine.</summary>
    public static Money Maximum(Currency currency) => new((1_000_000_000_000 * currency.MinorUnitsPerUnit) - 1, currency);

    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public static Money Checked(Int128 minorUnits, Currency currency) => minorUnits <= Maximum(currency).MinorUnits
        ? new Money((long)minorUnits, currency)
        : throw MoneyRefusals.AmountTooLarge.Because($"It is more than {Maximum(currency)}.");

    public static Money operator +(Money left, Money right) =>
        new(checked(left.MinorUnits + right.InSameCurrencyAs(left).MinorUnits), left.Currency);

    public static Money operator -(Money left, Money right) =>
        new(checked(left.MinorUnits - right.InSameCurrencyAs(left).MinorUnits), left.Currency);

    public static Money operator -(Money money) => new(checked(-money.MinorUnits), money.Currency);

    /// <summary>Reads a non-negative amount, <c>^(0|[1-9][0-9]{0,11})(\.[0-9]{1,n})?$</c> with n the currency's minor digits.</summary>
    public static bool TryParse(string? text, Currency currency, out Money money)
    {
        var isAmount = PlainDecimal.TryParse(text, MaximumIntegerDigits, currency.MinorDigits, out var minorUnits);
        money = new Money(minorUnits, currency);
        return isAmount;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.InvalidAmount"/></exception>
    public static Money Parse(string? text, Currency currency) =>
        TryParse(text, currency, out var money)
            ? money
            : throw MoneyRefusals.InvalidAmount.Because(
                $"Write digits, up to {MaximumIntegerDigits} before the point and up to {currency.MinorDigits} after it.");

    /// <summary>The canonical decimal string, always with all decimals of the currency: 1234.50, -0.05.</summary>
    public string ToAmount() => PlainDecimal.Write(MinorUnits, Currency.MinorDigits);

    public override string ToString() => $"{Currency.Code} {ToAmount()}";

    private Money InSameCurrencyAs(Money other) =>
        Currency == other.Currency
            ? this
            : throw new InvalidOperationException($"Amounts in {other.Currency.Code} and {Currency.Code} cannot be combined.");
}
