using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>Finds categories by words and by the beginning of their code.</summary>
public static class CategorySearch
{
    private static readonly Lazy<IReadOnlyList<Entry>> Entries = new(() =>
        [.. Categories.All.Select(c => new Entry(c, WordsOf(c.Description))).OrderBy(e => e.Category.Code, StringComparer.Ordinal)]);

    /// <summary>The categories that match every word: a word of the description that begins with it, or a code that does. First those whose
    /// code was given, then those whose code begins with what was given, then the coarser levels; among equals those with more whole
    /// words, then by code.</summary>
    /// <param name="words">In small letters; a code may be among them. None: every category matches.</param>
    /// <param name="prefix">The first digits of the code; empty for any.</param>
    public static IReadOnlyList<Category> Find(IReadOnlyList<string> words, string prefix) =>
    [
        .. Entries.Value
            .Where(e => e.Category.Code.StartsWith(prefix, StringComparison.Ordinal) && words.All(e.Matches))
            .OrderBy(e => e.DistanceOfCode(words))
            .ThenBy(e => e.Category.Level)
            .ThenByDescending(e => words.Count(e.HasWhole))
            .Select(e => e.Category),
    ];

    /// <summary>The words of a text, in small letters; a code with a check digit is one word, without the digit.</summary>
    /// <exception cref="InvalidShapeException">The check digit of a code is wrong.</exception>
    public static IReadOnlyList<string> Read(string field, string text) =>
    [
        .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(part => Categories.ReadCode(field, part) is { } code ? [code] : WordsOf(part))
            .Distinct(StringComparer.Ordinal),
    ];

    private static string[] WordsOf(string text) =>
        string.Concat(text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record Entry(Category Category, string[] Words)
    {
        public bool Matches(string word) =>
            Category.Code.StartsWith(word, StringComparison.Ordinal) || Words.Any(w => w.StartsWith(word, StringComparison.Ordinal));

        public bool HasWhole(string word) => Words.Contains(word, StringComparer.Ordinal);

        public int DistanceOfCode(IReadOnlyList<string> words) =>
            words.Contains(Category.Code, StringComparer.Ordinal) ? 0
            : words.Any(w => Category.Code.StartsWith(w, StringComparison.Ordinal)) ? 1
            : 2;
    }
}
