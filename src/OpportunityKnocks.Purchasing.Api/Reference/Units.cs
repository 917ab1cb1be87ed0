using System.Collections.Frozen;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>A unit of UN/CEFACT Recommendation 20.</summary>
/// <param name="Code">Two or three characters, such as HUR.</param>
/// <param name="Plural">The word for several, as it reads in a sentence: 12 hours.</param>
public sealed record UnitOfMeasure(string Code, string Name, string Plural);

/// <summary>The units one can buy in, read once from the list that ships with the service.</summary>
public static class Units
{
    private static readonly Lazy<IReadOnlyList<UnitOfMeasure>> List = new(() => ReferenceFile
        .Read("units.csv", row => new UnitOfMeasure(row.GetString("code"), row.GetString("name"), row.GetString("plural"))));

    private static readonly Lazy<FrozenDictionary<string, UnitOfMeasure>> ByCode = new(() => List.Value
        .ToFrozenDictionary(u => u.Code, StringComparer.Ordinal));

    /// <summary>In the order of the list: what is bought most comes first.</summary>
    public static IReadOnlyList<UnitOfMeasure> All => List.Value;

    public static UnitOfMeasure? Find(string code) => ByCode.Value.GetValueOrDefault(code);
}
