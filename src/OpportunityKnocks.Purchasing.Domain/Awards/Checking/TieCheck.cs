namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks how ties were broken, by trying every choice. Where there are more choices than
/// <see cref="MostChoices"/> it only checks that no single other winner would have saved one.</summary>
internal static class TieCheck
{
    private const int MostChoices = 10_000;

    public static IEnumerable<Violation> Check(int pass, IReadOnlyList<(LotOutcome Lot, Guid[] Suppliers)> best)
    {
        if (best.All(lot => lot.Suppliers.Length == 1) || best.Any(lot => lot.Lot.Winner is null))
            return [];

        var actual = best.Select(lot => lot.Lot.Winner!.SupplierId.Value).ToArray();
        var choices = best.Aggregate(1L, (product, lot) => Math.Min(MostChoices + 1L, product * lot.Suppliers.Length));
        var candidates = choices <= MostChoices ? EveryChoice(best) : EveryOtherWinner(best, actual);
        return candidates.Any(choice => IsBetter(choice, actual))
            ? [new Violation(ViolatedRule.Ties, $"Pass {pass}: other equally good winners would be fewer, or smaller in their ids.")]
            : [];
    }

    private static IEnumerable<Guid[]> EveryChoice(IReadOnlyList<(LotOutcome Lot, Guid[] Suppliers)> best) =>
        best.Aggregate(
            (IEnumerable<Guid[]>)[[]],
            (choices, lot) => choices.SelectMany(choice => lot.Suppliers.Select(supplier => (Guid[])[.. choice, supplier])));

    private static IEnumerable<Guid[]> EveryOtherWinner(IReadOnlyList<(LotOutcome Lot, Guid[] Suppliers)> best, Guid[] actual) =>
        best.SelectMany((lot, i) => lot.Suppliers.Select(supplier => (Guid[])[.. actual[..i], supplier, .. actual[(i + 1)..]]));

    private static bool IsBetter(Guid[] choice, Guid[] actual)
    {
        var fewer = choice.Distinct().Count().CompareTo(actual.Distinct().Count());
        return fewer < 0 || (fewer == 0 && string.CompareOrdinal(string.Concat(choice), string.Concat(actual)) < 0);
    }
}
