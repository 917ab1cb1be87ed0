namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>Forms that a lenient reader would take for a number and this API must not, each as it stands in the JSON text. Put them where
/// the value of a member is expected.</summary>
public static class HostileValues
{
    /// <summary>What is no quantity: a quantity is a JSON integer from 1 to 1,000,000,000.</summary>
    public static readonly IReadOnlyList<string> Quantities =
    [
        "0", "-0", "-1", "1.0", "1.5", "0.00001", "1e0", "1e3", "1E3", "1e-1", "1e400", "-1e400", "1000000001", "2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", new('9', 400), "1." + new string('0', 400),
        "true", "false", "null", "[]", "[1]", "{}", """{"value": 1}""",
        "NaN", "Infinity", "-Infinity", "+1", "01", "00", ".5", "5.", "--1", "0x10", "1_000", "1n", "1f", "'1'", "٣", "１", "undefined",
        .. Texts, "\"1\"", "\"12\"", "\"1.0\"",
    ];

    /// <summary>What is no decimal string, whichever field it is for: no sign, exponent, space, leading zero or other script.</summary>
    public static readonly IReadOnlyList<string> Decimals =
    [
        "0", "1", "12", "-1", "-0", "1.0", "0.00001", "1e3", "1e400", "9223372036854775808", new('9', 400),
        "true", "false", "null", "[]", "[\"1\"]", "{}", """{"amount": "1.00"}""",
        "NaN", "Infinity", "+1", "01", ".5", "5.", "0x10", "1_000", "'1'", "٣", "１",
        .. Texts, Quoted(new('9', 400)), Quoted("0." + new string('0', 400)), Quoted("9223372036854775808"), "\"0.00001\"", "\"1.00000\"",
    ];

    /// <summary>Text that no number is written as.</summary>
    private static IEnumerable<string> Texts =>
    [
        "\"\"", "\" \"", "\" 1\"", "\"1 \"", "\"1 000\"", "\"\\t1\"", "\"1\\n\"", "\"1\\u0000\"", "\"\\u00a01\"", "\"+1\"", "\"-1\"", "\"-0\"", "\"-0.00\"",
        "\"01\"", "\"00.1\"", "\".5\"", "\"5.\"", "\".\"", "\"1.2.3\"", "\"1e3\"", "\"1E-2\"", "\"1e400\"", "\"0x10\"", "\"1,000\"", "\"1,5\"", "\"1_000\"", "\"1'000\"",
        "\"£1\"", "\"1%\"", "\"(1)\"", "\"1-\"", "\"--1\"", "\"1m\"", "\"1d\"", "\"½\"", "\"²\"", "\"٣\"", "\"１\"", "\"1．5\"", "\"−1\"", "\"∞\"", "\"\\u200b1\"",
        "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"null\"", "\"true\"", "\"\\ud800\"",
    ];

    private static string Quoted(string text) => $"\"{text}\"";
}
