namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>The rule of largest remainders as one would do it by hand: hand out the missing units one at a time, each time looking for
/// the largest fraction that has not got one yet.</summary>
internal static class SlowRounding
{
    public static IEnumerable<long> ToTotal((Guid Id, Fraction Exact)[] shares, long total)
    {
        if (total < 0)
            return ToTotal([.. shares.Select(share => (share.Id, -share.Exact))], -total).Select(amount => -amount);

        var amounts = shares.Select(share => share.Exact.Floor()).ToArray();
        var served = new HashSet<int>();
        while (amounts.Sum() < total)
        {
            var next = -1;
            for (var i = 0; i < shares.Length; i++)
            {
                if (!served.Contains(i) && (next < 0 || ComesBefore(shares[i], shares[next])))
                    next = i;
            }
            served.Add(next);
            amounts[next]++;
        }
        return amounts;
    }

    private static bool ComesBefore((Guid Id, Fraction Exact) left, (Guid Id, Fraction Exact) right)
    {
        var (leftRest, rightRest) = (left.Exact - left.Exact.Floor(), right.Exact - right.Exact.Floor());
        return leftRest > rightRest
            || (leftRest == rightRest && string.CompareOrdinal(left.Id.ToString(), right.Id.ToString()) < 0);
    }
}
