namespace OpportunityKnocks.Purchasing.Domain.Pooling;

/// <summary>What one need asks of a round.</summary>
/// <param name="Bundle">Needs of one member with the same bundle leave together; null if the need stands alone.</param>
public readonly record struct RoundAsk(string LotId, string MemberId, Ask Ask, string? Bundle);

/// <param name="MinimumQuantity">Units below which the lot is given up.</param>
public readonly record struct LotRule(string LotId, long PackSize, long MinimumQuantity);

/// <summary>Why a need is not pooled.</summary>
public enum LeavingReason
{
    /// <summary>Its lot is below its minimum, or fills no pack.</summary>
    LotGivenUp,

    /// <summary>Another need of its bundle is in such a lot, or gets no unit.</summary>
    Bundle,
}

/// <param name="Pooled">As it is pooled without those who left; also of a lot that is given up, to show what it had.</param>
public sealed record LotInRound(string LotId, PooledLot Pooled, bool GivenUp);

/// <param name="Lots">In the order of the rules.</param>
/// <param name="Left">By the need's id.</param>
/// <param name="Members">How many get anything.</param>
public sealed record PooledRound(IReadOnlyList<LotInRound> Lots, IReadOnlyDictionary<string, LeavingReason> Left, int Members);

/// <summary>Pools all lots of a round, and again without the bundles that leave, until nobody does: at most once more than there are needs. A
/// pure function; the order of the input does not matter.</summary>
public static class RoundPooling
{
    /// <param name="givesUpLots">Whether a lot below its minimum is given up; else it goes on with what there is.</param>
    public static PooledRound Pool(
        IReadOnlyList<RoundAsk> asks, IReadOnlyList<LotRule> lots, Rounds.FairnessPolicy fairness, string seed, bool givesUpLots)
    {
        var bundled = new Dictionary<string, LeavingReason>(StringComparer.Ordinal);
        while (true)
        {
            var staying = asks.Where(ask => !bundled.ContainsKey(ask.Ask.Id)).ToLookup(ask => ask.LotId, StringComparer.Ordinal);
            LotInRound[] pooled = [.. lots.Select(lot => InRound(lot, LotPooling.Pool([.. staying[lot.LotId].Select(ask => ask.Ask)], new PoolingRules(lot.PackSize, fairness, seed)), givesUpLots))];
            var unserved = pooled
                .SelectMany(lot => lot.Pooled.Allotments.Where(allotment => lot.GivenUp || allotment.Allotted == 0), (_, allotment) => allotment.Id)
                .ToHashSet(StringComparer.Ordinal);
            var broken = staying.SelectMany(lot => lot)
                .Where(ask => ask.Bundle is not null && unserved.Contains(ask.Ask.Id))
                .Select(ask => (ask.MemberId, ask.Bundle))
                .ToHashSet();
            var leaving = staying.SelectMany(lot => lot)
                .Where(ask => ask.Bundle is not null && broken.Contains((ask.MemberId, ask.Bundle)) && !pooled.Any(lot => lot.GivenUp && lot.LotId == ask.LotId))
                .Select(ask => ask.Ask.Id)
                .ToList();
            if (leaving.Count == 0)
                return Result(pooled, staying, bundled);
            foreach (var id in leaving)
                bundled[id] = LeavingReason.Bundle;
        }
    }

    private static LotInRound InRound(LotRule rule, PooledLot pooled, bool givesUp) =>
        new(rule.LotId, pooled, givesUp && pooled.Asked > 0 && pooled.Order < rule.MinimumQuantity);

    private static PooledRound Result(LotInRound[] pooled, ILookup<string, RoundAsk> staying, Dictionary<string, LeavingReason> bundled)
    {
        var left = new Dictionary<string, LeavingReason>(bundled, StringComparer.Ordinal);
        foreach (var allotment in pooled.Where(lot => lot.GivenUp).SelectMany(lot => lot.Pooled.Allotments))
            left[allotment.Id] = LeavingReason.LotGivenUp;
        var served = pooled.Where(lot => !lot.GivenUp).SelectMany(lot => lot.Pooled.Allotments).Where(allotment => allotment.Allotted > 0)
            .Select(allotment => allotment.Id).ToHashSet(StringComparer.Ordinal);
        var members = staying.SelectMany(lot => lot).Where(ask => served.Contains(ask.Ask.Id)).Select(ask => ask.MemberId).Distinct(StringComparer.Ordinal).Count();
        return new PooledRound(pooled, left, members);
    }
}
