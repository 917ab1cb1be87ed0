using System.Globalization;
using System.Text.Encodings.Web;

namespace OpportunityKnocks.Purchasing.Api.Reports.Evaluation;

/// <summary>A piece of HTML. It is made from templates only, and whatever is put into one is encoded unless it is HTML already, so that a name
/// can never become markup.</summary>
public readonly record struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    /// <summary>What stands in the program itself.</summary>
    public static Markup Literal(string html) => new(html);

    public static Markup Of(FormattableString template) =>
        new(string.Format(CultureInfo.InvariantCulture, template.Format, [.. template.GetArguments().Select(Encode)]));

    public static Markup All(IEnumerable<Markup> pieces) => new(string.Concat(pieces));

    public override string ToString() => _html ?? "";

    private static object Encode(object? value) => value switch
    {
        Markup markup => markup.ToString(),
        IFormattable formattable => HtmlEncoder.Default.Encode(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => HtmlEncoder.Default.Encode(value?.ToString() ?? ""),
    };
}
