using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>An amount per unit and period in the currency's major unit, before any rounding.</summary>
/// <param name="Exact">In lowest terms: <c>p/q</c>, or a whole number.</param>
/// <param name="Rounded">The same with four decimals, half up, to read.</param>
public sealed record ExactAmount(string Exact, string Rounded)
{
    public static ExactAmount Of(Fraction amount) => new(amount.ToString(), amount.ToDecimal(UnitPrice.Decimals));
}
