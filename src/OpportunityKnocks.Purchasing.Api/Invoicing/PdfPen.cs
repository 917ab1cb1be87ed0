using System.Reflection;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;
using UglyToad.PdfPig.Writer;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>Writes text onto A4 pages, in points from the upper left corner, with fonts that go into the document (PDF/A-2b).</summary>
public sealed class PdfPen : IDisposable
{
    public const double Left = 50;
    public const double Right = 545;
    public const double Bottom = 780;

    private const double Height = 841.89;

    private static readonly FontFile Regular = FontFile.Load("DejaVuSans.ttf");
    private static readonly FontFile Bold = FontFile.Load("DejaVuSans-Bold.ttf");

    private readonly PdfDocumentBuilder _document = new() { ArchiveStandard = PdfAStandard.A2B };
    private readonly PdfDocumentBuilder.AddedFont _regular;
    private readonly PdfDocumentBuilder.AddedFont _bold;
    private readonly List<PdfPageBuilder> _pages = [];

    public PdfPen(string title, string author)
    {
        (_document.DocumentInformation.Title, _document.DocumentInformation.Author) = (title, author);
        _document.DocumentInformation.Producer = "OpportunityKnocks.Purchasing";
        (_regular, _bold) = (_document.AddTrueTypeFont(Regular.Bytes), _document.AddTrueTypeFont(Bold.Bytes));
        NewPage();
    }

    private PdfPageBuilder Page => _pages[^1];

    public void NewPage() => _pages.Add(_document.AddPage(PageSize.A4));

    /// <summary>Writes one line, cut off where it would pass the width.</summary>
    public void Write(string text, double x, double y, double size = 9, bool bold = false, double width = Right - Left)
    {
        var (font, line) = (bold ? _bold : _regular, Fit(text, size, bold, width));
        if (line.Length > 0)
            Page.AddText(line, size, new PdfPoint(x, Height - y), font);
    }

    /// <summary>The same, ending at <paramref name="x"/>.</summary>
    public void WriteTo(string text, double x, double y, double size = 9, bool bold = false) =>
        Write(text, x - WidthOf(Clean(text, bold), size, bold), y, size, bold);

    public void Rule(double y) => Page.DrawLine(new PdfPoint(Left, Height - y), new PdfPoint(Right, Height - y), 0.5);

    public void Dispose() => _document.Dispose();

    /// <summary>Numbers the pages and gives the document.</summary>
    public byte[] Finish(string name)
    {
        for (var i = 0; i < _pages.Count; i++)
        {
            var text = $"{name} · page {i + 1} of {_pages.Count}";
            _pages[i].AddText(text, 7, new PdfPoint(Right - WidthOf(text, 7, bold: false), Height - Bottom - 25), _regular);
        }

        return _document.Build();
    }

    private string Fit(string text, double size, bool bold, double width)
    {
        var line = Clean(text, bold);
        if (WidthOf(line, size, bold) <= width)
            return line;
        while (line.Length > 0 && WidthOf(line + "…", size, bold) > width)
            line = line[..^1];
        return line + "…";
    }

    private double WidthOf(string text, double size, bool bold) =>
        text.Length == 0 ? 0 : Page.MeasureText(text, size, new PdfPoint(0, 0), bold ? _bold : _regular)[^1].EndBaseLine.X;

    private static string Clean(string text, bool bold) => (bold ? Bold : Regular).Clean(text);

    /// <summary>A font that ships inside the assembly.</summary>
    private sealed record FontFile(byte[] Bytes, TrueTypeFont Font)
    {
        public static FontFile Load(string name)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var bytes = memory.ToArray();
            return new FontFile(bytes, TrueTypeFontParser.Parse(new TrueTypeDataBytes(bytes)));
        }

        /// <summary>A letter the font does not have is shown as one that is missing.</summary>
        public string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
            rune.IsBmp && Font.TableRegister.CMapTable.TryGetGlyphIndex(rune.Value, out var glyph) && glyph != 0 ? rune.ToString() : "\uFFFD"));
    }
}
