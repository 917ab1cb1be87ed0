using System.Collections.Frozen;
using System.Globalization;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>A category of the Common Procurement Vocabulary.</summary>
/// <param name="Code">Eight digits, without the check digit, as UK notices publish it.</param>
/// <param name="CheckDigit">The ninth digit; it lets a reader notice a mistyped code.</param>
/// <param name="Level">division, group, class, category or subcategory.</param>
public sealed record Category(string Code, int CheckDigit, string Level, string? ParentCode, string Description);

/// <summary>The vocabulary, read once from the list that ships with the service.</summary>
public static class Categories
{
    private static readonly Lazy<FrozenDictionary<string, Category>> List = new(() => ReferenceFile
        .Read("cpv_en.csv", row => new Category(
            row.GetString("code8"),
            int.Parse(row.GetString("check_digit"), CultureInfo.InvariantCulture),
            row.GetString("level"),
            row.GetString("parent_code8") is { Length: > 0 } parent ? parent : null,
            row.GetString("description")))
        .ToFrozenDictionary(c => c.Code, StringComparer.Ordinal));

    public static IEnumerable<Category> All => List.Value.Values;

    public static Category? Find(string code) => List.Value.GetValueOrDefault(code);
}
