namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>Makes the smallest saving of any group as large as can be, then the next smallest, until the shares are settled (Schmeidler 1969, by
/// the sequence of linear programmes of Maschler, Peleg and Shapley 1979). Exact. Without the condition that nobody pays more than alone: the
/// prenucleolus.</summary>
public static class PreNucleolus
{
    public const int MostMembers = 10;

    public static IReadOnlyList<Fraction> Of(CostGame game, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(game);
        game.RequireAtMost(MostMembers, "The nucleolus");
        var settled = new List<(int Group, Fraction Pays)> { (game.Everyone, game.Total) };
        var open = Enumerable.Range(1, game.Everyone - 1).ToArray();
        Fraction[] shares = [game.Total];
        while (settled.Count < game.Members)
        {
            (shares, var excess, var tight) = LeastExcess.Solve(game, open, [.. settled], ct);
            foreach (var group in tight.Where(group => !IsSettledBy(settled, group)))
                settled.Add((group, game.RequireCost(group) - excess));

            // What the settled groups pay says what every combination of them pays.
            open = [.. open.Where(group => !IsSettledBy(settled, group))];
        }

        return settled.Count == 1 ? shares : Resolve(settled, game.Members);
    }

    private static Fraction[] Resolve(List<(int Group, Fraction Pays)> settled, int members)
    {
        var rows = settled.ConvertAll(s => RowOf(s.Group, members).Append(s.Pays).ToArray());
        Eliminate(rows, members);
        return [.. Enumerable.Range(0, members).Select(member => rows.Single(row => row[member] == Fraction.One && row.Take(members).Count(entry => entry != Fraction.Zero) == 1)[members])];
    }

    private static bool IsSettledBy(List<(int Group, Fraction Pays)> settled, int group)
    {
        var members = 32 - int.LeadingZeroCount(settled[0].Group);
        var rows = settled.ConvertAll(s => RowOf(s.Group, members));
        rows.Add(RowOf(group, members));
        return Eliminate(rows, members) == settled.Count;
    }

    private static Fraction[] RowOf(int group, int members) =>
        [.. Enumerable.Range(0, members).Select(member => (group >> member & 1) == 1 ? Fraction.One : Fraction.Zero)];

    /// <summary>Gauss and Jordan.</summary>
    /// <returns>The rank.</returns>
    private static int Eliminate(List<Fraction[]> rows, int columns)
    {
        var rank = 0;
        for (var column = 0; column < columns && rank < rows.Count; column++)
        {
            var pivot = rows.FindIndex(rank, row => row[column] != Fraction.Zero);
            if (pivot < 0)
                continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            var (lead, by) = (rows[rank], rows[rank][column]);
            for (var j = 0; j < lead.Length; j++)
                lead[j] /= by;
            for (var i = 0; i < rows.Count; i++)
            {
                if (i == rank || rows[i][column] == Fraction.Zero)
                    continue;
                var times = rows[i][column];
                for (var j = 0; j < lead.Length; j++)
                    rows[i][j] -= times * lead[j];
            }

            rank++;
        }

        return rank;
    }
}
