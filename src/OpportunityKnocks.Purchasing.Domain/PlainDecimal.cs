using System.Globalization;

namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>The one way decimals are written: ASCII digits, no sign, no exponent, no spaces, no leading zeros, a point only between
/// digits. Everything a lenient parser would also accept is refused, because two readers could disagree on what it means.</summary>
internal static class PlainDecimal
{
    /// <summary>Reads <paramref name="text"/> as a whole number of 10^-<paramref name="decimals"/>. Refuses more decimals than that,
    /// and more than <paramref name="integerDigits"/> digits before the point (together at most 18).</summary>
    public static bool TryParse(string? text, int integerDigits, int decimals, out long scaled)
    {
        scaled = 0;
        if (text is null)
            return false;

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text.AsSpan() : text.AsSpan(0, point);
        var fraction = point < 0 ? [] : text.AsSpan(point + 1);
        if (whole.Length < 1 || whole.Length > integerDigits || (whole.Length > 1 && whole[0] == '0'))
            return false;
        if (point >= 0 && (fraction.Length < 1 || fraction.Length > decimals))
            return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;

        scaled = long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = 0; i < decimals; i++)
            scaled = (scaled * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        return true;
    }

    /// <summary>Writes a whole number of 10^-<paramref name="decimals"/> with exactly that many decimals.</summary>
    public static string Write(Int128 scaled, int decimals)
    {
        var digits = Int128.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = scaled < 0 ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }
}
