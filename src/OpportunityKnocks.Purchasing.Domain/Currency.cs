using System.Collections.Frozen;

namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>A currency one can pay in: the active national and regional codes of ISO 4217, without fund codes, metals and test codes.
/// The default value is no currency and has an empty code.</summary>
public readonly record struct Currency
{
    private const string WithoutMinorUnit = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    private const string WithHundredths =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK " +
        "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD " +
        "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP " +
        "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH " +
        "USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string WithThousandths = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, Currency> ByCode =
        Codes(WithoutMinorUnit, 0).Concat(Codes(WithHundredths, 2)).Concat(Codes(WithThousandths, 3))
            .ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    private readonly string? _code;

    private Currency(string code, int minorDigits)
    {
        _code = code;
        MinorDigits = minorDigits;
    }

    /// <summary>Three capital letters.</summary>
    public string Code => _code ?? "";

    /// <summary>How many decimals an amount has: 0, 2 or 3.</summary>
    public int MinorDigits { get; }

    /// <summary>Minor units in one major unit: 1, 100 or 1000.</summary>
    public int MinorUnitsPerUnit => MinorDigits switch { 0 => 1, 2 => 100, _ => 1000 };

    public static bool TryOf(string? code, out Currency currency)
    {
        currency = default;
        return code is not null && ByCode.TryGetValue(code, out currency);
    }

    /// <exception cref="DomainException"><see cref="MoneyRefusals.UnknownCurrency"/></exception>
    public static Currency Of(string? code) =>
        TryOf(code, out var currency)
            ? currency
            : throw MoneyRefusals.UnknownCurrency.Because("Give a three-letter code of ISO 4217 in capitals, such as GBP.");

    public override string ToString() => Code;

    private static IEnumerable<Currency> Codes(string codes, int minorDigits) =>
        codes.Split(' ').Select(code => new Currency(code, minorDigits));
}
