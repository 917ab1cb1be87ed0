namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Breaks ties between equally good suppliers: first as few different winners over the round as possible, then, lot by lot,
/// the smallest supplier id. Exact: it searches for the smallest set of suppliers that holds one of each lot's best, always branching
/// on the lot with the fewest of them.</summary>
internal static class FewestWinners
{
    /// <param name="best">For each lot, in the order of lot numbers, its equally good suppliers in the order of their ids.</param>
    /// <returns>The supplier chosen for each lot.</returns>
    public static IReadOnlyList<OrganisationId> Choose(IReadOnlyList<IReadOnlyList<OrganisationId>> best)
    {
        var open = best.ToArray();
        var fewest = MutuallyDisjoint(open);
        while (!CanBeServedBy(fewest, open))
            fewest++;

        for (var lot = 0; lot < open.Length; lot++)
        {
            open[lot] = open[lot]
                .Select(supplier => (OrganisationId[])[supplier])
                .First(choice => CanBeServedBy(fewest, [.. open[..lot], choice, .. open[(lot + 1)..]]));
        }
        return [.. open.Select(choice => choice[0])];
    }

    private static bool CanBeServedBy(int winners, IReadOnlyList<OrganisationId>[] lots)
    {
        if (lots.Length == 0)
            return true;
        if (MutuallyDisjoint(lots) > winners)
            return false;

        foreach (var supplier in lots.MinBy(lot => lot.Count)!)
        {
            if (CanBeServedBy(winners - 1, [.. lots.Where(lot => !lot.Contains(supplier))]))
                return true;
            // With this supplier it cannot be done, so the rest of the search goes on without it.
            lots = [.. lots.Select(lot => lot.Contains(supplier) ? [.. lot.Where(other => other != supplier)] : lot)];
            if (lots.Any(lot => lot.Count == 0))
                return false;
        }
        return false;
    }

    /// <summary>A number of lots no two of which can share a winner: at least that many winners are needed.</summary>
    private static int MutuallyDisjoint(IReadOnlyList<OrganisationId>[] lots)
    {
        var seen = new HashSet<OrganisationId>();
        var count = 0;
        foreach (var lot in lots.OrderBy(lot => lot.Count))
        {
            if (lot.Any(seen.Contains))
                continue;
            seen.UnionWith(lot);
            count++;
        }
        return count;
    }
}
