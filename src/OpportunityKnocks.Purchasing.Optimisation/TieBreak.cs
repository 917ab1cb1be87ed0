using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>Among the awards of the least cost chooses the one with the fewest winners, then the largest quantities for the smallest
/// supplier ids, lot by lot, then packages in the order of their ids.</summary>
internal static class TieBreak
{
    /// <summary>Replaces the parts that have a better award of the same cost.</summary>
    /// <returns>Whether the choice was finished.</returns>
    public static bool Break(OptimumProblem problem, List<PartialAward> parts, Search search)
    {
        var tied = new List<PartialAward>();
        foreach (var part in parts)
        {
            var other = TiedAwards.Of(problem, [part]).FindAnother(search);
            if (other is not { IsProved: true } && other.Solution is null)
                return false;
            if (other.Solution is not null)
                tied.Add(part);
        }

        if (tied.Count == 0)
            return true;

        var settled = parts.Except(tied).SelectMany(part => part.Winners).ToHashSet(StringComparer.Ordinal);
        var fewest = TiedAwards.Of(problem, tied).FindFewestWinners(search, settled);
        if (!fewest.IsProved)
            return false;

        Take(TiedAwards.Of(problem, tied), fewest);
        for (var from = 0; ;)
        {
            var awards = TiedAwards.Of(problem, tied);
            var (larger, at) = awards.FindLarger(search, settled, fewest.Bound, from);
            if (!larger.IsProved)
                return false;
            if (larger.Solution is null)
                return true;
            Take(awards, larger);
            from = at + 1;
        }

        void Take(TiedAwards awards, Found found)
        {
            for (var i = 0; i < tied.Count; i++)
            {
                var better = tied[i] with { Choice = awards.Models[i].ChoiceIn(found.Solution!) };
                parts[parts.IndexOf(tied[i])] = better;
                tied[i] = better;
            }
        }
    }
}
