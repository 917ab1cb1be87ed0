using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Reports.Tables;

/// <summary>How a report that is a table is given.</summary>
public enum TableFormat
{
    Json,
    Csv,
}

/// <summary>What stands in one cell: text that people wrote, or what the service computed.</summary>
public readonly record struct Cell
{
    /// <summary>What a spreadsheet would take for the beginning of a formula, plain and full-width, or would skip to get at one.</summary>
    private const string Formula = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private Cell(string value) => Value = value;

    public string Value { get; }

    /// <summary>Text of which nobody knows who wrote it: where a spreadsheet would compute it, an apostrophe goes first.</summary>
    public static Cell Text(string? text) =>
        text?.TrimStart(' ') is { Length: > 0 } begins && Formula.Contains(begins[0], StringComparison.Ordinal) ? new("'" + text) : new(text ?? "");

    /// <summary>A number, a date, an id or a word of the service's own: as it is, so that numbers stay numbers, negative ones too.</summary>
    public static Cell Own(object? value) => new(value switch
    {
        null => "",
        Money money => money.ToAmount(),
        bool truth => truth ? "true" : "false",
        Enum name => JsonNamingPolicy.CamelCase.ConvertName(name.ToString()),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    });
}

/// <summary>A report as a flat table.</summary>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    public const string MediaType = "text/csv";

    /// <summary>RFC 4180, UTF-8 with its mark, which spreadsheets need to read anything but English.</summary>
    public FileContentHttpResult ToCsv(string name) => TypedResults.File(Write(), $"{MediaType}; charset=utf-8", $"{name}.csv");

    private byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true))
        {
            foreach (var row in Rows.Prepend([.. Columns.Select(Cell.Own)]))
            {
                foreach (var cell in row)
                    csv.WriteField(cell.Value);
                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }
}
