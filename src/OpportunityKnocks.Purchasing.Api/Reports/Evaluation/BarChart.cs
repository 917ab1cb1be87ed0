using static OpportunityKnocks.Purchasing.Api.Reports.Evaluation.Markup;

namespace OpportunityKnocks.Purchasing.Api.Reports.Evaluation;

/// <summary>One bar of a chart.</summary>
/// <param name="Text">The value as it is read.</param>
public readonly record struct Bar(string Label, long Value, string Text);

/// <summary>Bars beside one another as inline SVG: nothing to load, sharp on paper, and the figures stand beside the bars.</summary>
public static class BarChart
{
    private const int Width = 720;
    private const int Labels = 230;
    private const int Figures = 130;
    private const int Plot = Width - Labels - Figures;
    private const int RowHeight = 26;
    private const int LongestLabel = 34;

    public static Markup Draw(string title, IReadOnlyList<Bar> bars)
    {
        if (bars.Count == 0)
            return Literal("<p class=\"none\">Nothing to show.</p>");

        // Losses go to the left of the line, gains to the right, on one scale.
        var (low, high) = (Math.Min(0, bars.Min(bar => bar.Value)), Math.Max(0, bars.Max(bar => bar.Value)));
        var span = Int128.Max(1, (Int128)high - low);
        var zero = Labels + Scale(-(Int128)low);
        var height = (bars.Count * RowHeight) + 8;
        return Of(
            $"""
            <svg role="img" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}"><title>{title}</title>
            {All(bars.Select(Row))}<line class="axis" x1="{zero}" y1="0" x2="{zero}" y2="{height}"/>
            </svg>
            """);

        Markup Row(Bar bar, int index)
        {
            var (top, length) = ((index * RowHeight) + 4, Scale(Int128.Abs(bar.Value)));
            var left = bar.Value < 0 ? zero - length : zero;
            var label = bar.Label.Length > LongestLabel ? $"{bar.Label[..(LongestLabel - 1)]}…" : bar.Label;
            return Of(
                $"""
                <g><title>{bar.Label}: {bar.Text}</title>
                <text class="label" x="{Labels - 8}" y="{top + 14}">{label}</text>
                <rect class="{(bar.Value < 0 ? "loss" : "gain")}" x="{left}" y="{top}" width="{length}" height="{RowHeight - 8}"/>
                <text x="{Width - Figures + 8}" y="{top + 14}">{bar.Text}</text></g>

                """);
        }

        int Scale(Int128 value) => (int)(value * Plot / span);
    }
}
