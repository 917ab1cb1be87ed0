using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>How fine a category is, from the coarsest on.</summary>
public enum CategoryLevel
{
    Division,
    Group,
    Class,
    Category,
    Subcategory,
}

/// <summary>A category of the Common Procurement Vocabulary.</summary>
/// <param name="Code">Eight digits, without the check digit, as UK notices publish it.</param>
/// <param name="CheckDigit">The ninth digit; it lets a reader notice a mistyped code.</param>
/// <param name="ParentCode">The next coarser category; a division has none.</param>
public sealed record Category(string Code, int CheckDigit, CategoryLevel Level, string? ParentCode, string Description);

/// <summary>The vocabulary, read once from the list that ships with the service.</summary>
public static partial class Categories
{
    private static readonly Lazy<FrozenDictionary<string, Category>> List = new(() => ReferenceFile
        .Read("cpv_en.csv", row => new Category(
            row.GetString("code8"),
            int.Parse(row.GetString("check_digit"), CultureInfo.InvariantCulture),
            Enum.Parse<CategoryLevel>(row.GetString("level"), ignoreCase: true),
            row.GetString("parent_code8") is { Length: > 0 } parent ? parent : null,
            row.GetString("description")))
        .ToFrozenDictionary(c => c.Code, StringComparer.Ordinal));

    public static IEnumerable<Category> All => List.Value.Values;

    public static Category? Find(string code) => List.Value.GetValueOrDefault(code);

    /// <summary>What the codes of a category and of all below it start with: the code without its trailing zeros. A division has two
    /// digits, even if the second is a zero.</summary>
    public static string PrefixOf(string code) => code[..Math.Max(2, code.TrimEnd('0').Length)];

    /// <summary>The code without its check digit, which is verified when there is one: <c>72253000-3</c> is 72253000.</summary>
    /// <returns>Null when the text is not eight digits, with or without a ninth after a hyphen.</returns>
    /// <exception cref="InvalidShapeException">The check digit belongs to another code: one of the nine digits is mistyped.</exception>
    public static string? ReadCode(string field, string text)
    {
        if (!CodeForm().IsMatch(text))
            return null;

        var code = text[..8];
        return text.Length == 8 || Find(code) is not { } category || category.CheckDigit == text[9] - '0'
            ? code
            : throw InvalidShapeException.Of(field, $"has the wrong check digit: one of the nine digits of {text} is mistyped");
    }

    [GeneratedRegex(@"\A[0-9]{8}(-[0-9])?\z", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex CodeForm();
}
