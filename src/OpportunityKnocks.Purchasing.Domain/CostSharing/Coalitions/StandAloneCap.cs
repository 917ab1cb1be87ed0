namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

/// <summary>What came of asking that nobody pays more than it would alone.</summary>
public enum CapStatus
{
    /// <summary>Nobody did: nothing moved.</summary>
    NotNeeded,

    /// <summary>Some pay what they would alone, and the others more by one factor.</summary>
    Applied,

    /// <summary>All together would pay less alone than they do: somebody has to pay more.</summary>
    Impossible,

    /// <summary>What some member would pay alone was not found in time.</summary>
    NotFoundInTime,
}

/// <param name="Lambda">The factor of those who are not capped; 1 if nothing moved.</param>
/// <param name="StandAlones">The sum of what each would pay alone; null when somebody could not be supplied alone.</param>
/// <param name="Capped">The places of those who pay what they would alone.</param>
public sealed record Cap(CapStatus Status, IReadOnlyList<Fraction> Shares, Fraction Lambda, Fraction? StandAlones, IReadOnlyList<int> Capped);

/// <summary>The stand-alone cap: <c>x_i = min(C({i}), lambda x0_i)</c>, with the one <c>lambda</c> that makes the sum right. That nobody pays more
/// than alone is the stand-alone test of Faulhaber (1975) for groups of one.</summary>
public static class StandAloneCap
{
    /// <param name="shares">What each pays before, not negative.</param>
    /// <param name="alone">What each would pay alone; null for who cannot be supplied alone, and so has no cap.</param>
    public static Cap Apply(IReadOnlyList<Fraction> shares, IReadOnlyList<Fraction?> alone)
    {
        ArgumentNullException.ThrowIfNull(shares);
        var total = Sum(shares);
        Fraction? standAlones = alone.All(cost => cost is not null) ? Sum(alone.Select(cost => cost!.Value)) : null;
        if (!Enumerable.Range(0, shares.Count).Any(i => alone[i] < shares[i]))
            return new Cap(CapStatus.NotNeeded, shares, Fraction.One, standAlones, []);
        if (standAlones < total)
            return new Cap(CapStatus.Impossible, shares, Fraction.One, standAlones, []);

        // In the order in which a rising lambda meets their caps; who pays nothing stays at nothing.
        var byCap = Enumerable.Range(0, shares.Count).Where(i => shares[i] > Fraction.Zero && alone[i] is not null)
            .Select(i => (Place: i, Meets: alone[i]!.Value / shares[i])).OrderBy(x => x.Meets).ThenBy(x => x.Place).ToList();
        var (left, weight, capped) = (total, total, new List<int>());
        foreach (var (place, meets) in byCap)
        {
            if (weight * meets >= left)
                break;
            (left, weight) = (left - alone[place]!.Value, weight - shares[place]);
            capped.Add(place);
        }

        // Without anyone left uncapped the stand-alone costs sum to the total exactly, but for members who pay nothing.
        if (weight == Fraction.Zero && left > Fraction.Zero)
            return new Cap(CapStatus.Impossible, shares, Fraction.One, standAlones, []);
        var lambda = weight == Fraction.Zero ? Fraction.One : left / weight;
        var isCapped = capped.ToHashSet();
        Fraction[] result = [.. shares.Select((share, i) => isCapped.Contains(i) ? alone[i]!.Value : share * lambda)];
        return new Cap(CapStatus.Applied, result, lambda, standAlones, [.. capped.Order()]);
    }

    private static Fraction Sum(IEnumerable<Fraction> parts) => parts.Aggregate(Fraction.Zero, (sum, part) => sum + part);
}
