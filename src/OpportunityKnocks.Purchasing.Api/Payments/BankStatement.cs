using System.Globalization;
using System.Text;
using CsvHelper;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>Reads a bank's CSV file: a line with the names of the columns, then one for each movement. All of it is read, or nothing. Text
/// is kept as text, whatever it begins with: nothing here evaluates it.</summary>
public static class BankStatement
{
    public const int MaximumBytes = 1024 * 1024;
    public const int MaximumLines = 1000;
    private const int LongestText = 500;
    private static readonly string[] Days = ["yyyy-MM-dd", "dd/MM/yyyy"];

    private static readonly CsvReaderOptions Form = new()
    {
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    /// <exception cref="DomainException"><see cref="PaymentRefusals.Unreadable"/>, saying in which line.</exception>
    public static IReadOnlyList<BankLineText> Read(byte[] file, Currency currency)
    {
        using var csv = CsvReader.FromText(Decode(file), Form);
        var lines = new List<BankLineText>();
        try
        {
            var columns = Columns.Of(csv.Headers);
            while (csv.Read())
            {
                if (lines.Count == MaximumLines)
                    throw PaymentRefusals.Unreadable.Because($"It has more than {MaximumLines} lines; import it in parts.");
                lines.Add(Parse(csv, columns, currency));
            }
        }
        catch (CsvFormatException)
        {
            throw PaymentRefusals.Unreadable.Because($"After {lines.Count} lines comes one that is not well-formed.");
        }

        return Counted(lines);
    }

    /// <summary>UTF-8 with or without its mark, or UTF-16 with it; nothing is guessed.</summary>
    private static string Decode(byte[] file)
    {
        Encoding encoding = file switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        };
        try
        {
            return encoding.GetString(file).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            throw PaymentRefusals.Unreadable.Because("It is neither UTF-8 nor marked as UTF-16: save it as CSV UTF-8.");
        }
    }

    private static BankLineText Parse(CsvReader csv, Columns columns, Currency currency)
    {
        var row = csv.LineNumber;
        if (!DateOnly.TryParseExact(csv.GetString(columns.Date).Trim(), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < 2000 or >= 2400)
        {
            throw PaymentRefusals.Unreadable.Because($"Line {row}: the date is not written as 2027-04-30 or 30/04/2027.");
        }

        var amount = columns.Amount is { } one
            ? Amount(csv.GetString(one), currency, row)
            : checked(Amount(csv.GetString(columns.In!.Value), currency, row) - Amount(csv.GetString(columns.Out!.Value), currency, row));
        if (amount == 0)
            throw PaymentRefusals.Unreadable.Because($"Line {row}: the amount is nothing.");
        return new BankLineText(day, amount, Text(csv.GetString(columns.Reference), row), columns.Description is { } d ? Text(csv.GetString(d), row) : "", 0);
    }

    private static long Amount(string text, Currency currency, long row)
    {
        var plain = text.Trim();
        if (plain.Length == 0)
            return 0;
        var isNegative = plain[0] == '-';
        plain = plain.TrimStart('-', '+').Replace(",", "", StringComparison.Ordinal);
        return Money.TryParse(plain, currency, out var money)
            ? isNegative ? -money.MinorUnits : money.MinorUnits
            : throw PaymentRefusals.Unreadable.Because($"Line {row}: the amount is not written as 1234.50 or -1,234.50.");
    }

    private static string Text(string text, long row)
    {
        var plain = text.Trim();
        return plain.Length <= LongestText && !plain.Any(char.IsControl)
            ? plain
            : throw PaymentRefusals.Unreadable.Because($"Line {row}: a text is longer than {LongestText} characters or has control characters.");
    }

    private static List<BankLineText> Counted(List<BankLineText> lines)
    {
        var seen = new Dictionary<BankLineText, int>();
        return [.. lines.Select(line =>
        {
            var repeats = seen.GetValueOrDefault(line);
            seen[line] = repeats + 1;
            return line with { Repeats = repeats };
        })];
    }

    /// <summary>Where in the lines things stand.</summary>
    private sealed record Columns(int Date, int? Amount, int? In, int? Out, int Reference, int? Description)
    {
        public static Columns Of(IEnumerable<string> headers)
        {
            var names = headers.Select(header => string.Concat(header.Where(char.IsLetter)).ToUpperInvariant()).ToList();
            var found = new Columns(
                Index(names, "DATE", "TRANSACTIONDATE", "BOOKEDON") ?? -1,
                Index(names, "AMOUNT"),
                Index(names, "PAIDIN", "MONEYIN", "CREDIT"),
                Index(names, "PAIDOUT", "MONEYOUT", "DEBIT"),
                Index(names, "REFERENCE") ?? -1,
                Index(names, "DESCRIPTION", "DETAILS"));
            return found.Date >= 0 && found.Reference >= 0 && (found.Amount is not null || (found.In is not null && found.Out is not null))
                ? found
                : throw PaymentRefusals.Unreadable.Because("The first line must name the columns date, reference, and amount or paidIn and paidOut.");
        }

        private static int? Index(List<string> names, params ReadOnlySpan<string> sought)
        {
            foreach (var name in sought)
            {
                if (names.IndexOf(name) is var index and >= 0)
                    return index;
            }

            return null;
        }
    }
}
