using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks what the members of each awarded lot pay.</summary>
internal static class ShareCheck
{
    public static IEnumerable<Violation> Check(AwardProblem problem, IReadOnlyList<PooledNeed> staying, AwardResult result)
    {
        var awarded = result.Lots.SelectMany(lot => lot.Supplies, (lot, supply) => (Lot: lot, Supply: supply)).ToArray();
        if (!awarded.Select(one => (one.Lot.Lot.Id, one.Supply.SupplierId)).SequenceEqual(result.Shares.Select(shares => (shares.LotId, shares.SupplierId))))
            return [new Violation(ViolatedRule.LotCost, "The lots that are shared are not those that are awarded.")];

        return awarded.Zip(result.Shares)
            .SelectMany(pair => Check(problem, pair.First.Lot, pair.First.Supply, PlainRules.Quantities(problem, staying, pair.First.Lot.Lot), pair.Second))
            .Concat(result.Lots.SelectMany(lot => CheckUnits(lot, [.. result.Shares.Where(shares => shares.LotId == lot.Lot.Id)])));
    }

    /// <summary>Every member gets its units, and no supplier delivers more than it was awarded.</summary>
    private static IEnumerable<Violation> CheckUnits(LotOutcome lot, IReadOnlyList<LotShares> shares)
    {
        if (shares.SelectMany(one => one.Shares).GroupBy(share => share.Member).Any(member =>
            member.Any(share => share.Units < 0) || member.Sum(share => share.Units) != member.Key.Quantity))
        {
            yield return new Violation(ViolatedRule.ShareAmounts, $"Lot {lot.Lot.Number}: a member does not get its units.");
        }

        var tooMany = shares.Any(one => one.Shares.Sum(share => share.Units) > one.Cost.Supplied);
        if (tooMany)
            yield return new Violation(ViolatedRule.ShareAmounts, $"Lot {lot.Lot.Number}: a supplier delivers more than it was awarded.");
    }

    private static IEnumerable<Violation> Check(
        AwardProblem problem, LotOutcome lot, LotSupply supply, Dictionary<MemberId, long> quantities, LotShares shares)
    {
        var (offer, terms) = (supply.Cost.Offer, supply.Cost.Part);
        var demand = quantities.Values.Aggregate(BigInteger.Zero, (sum, quantity) => sum + quantity);
        var line = PlainRules.Line(offer, supply.Cost.Supplied - terms.ByPackages, terms.Discount, terms.PackagesPerPeriod.MinorUnits);
        var cost = (line * lot.Lot.Periods) + offer.FixedFee.MinorUnits + ((BigInteger)quantities.Count * offer.FeePerMember.MinorUnits);
        var isRightCost = shares.Cost == supply.Cost && shares.Cost.Periods == lot.Lot.Periods && shares.Cost.Quantity == demand
            && shares.Cost.Members == quantities.Count && shares.Cost.LineTotalPerPeriod.MinorUnits == line && shares.Cost.Net.MinorUnits == cost;
        if (!isRightCost)
            yield return Wrong(ViolatedRule.LotCost, "It is not shared at what it costs.");

        var expected = quantities.Keys.OrderBy(member => member.Value.ToString(), StringComparer.Ordinal)
            .Select(member => new MemberQuantity(member, quantities[member], problem.VatRecoveryOf(member))).ToArray();
        if (!shares.Shares.Select(share => share.Member).SequenceEqual(expected))
        {
            yield return Wrong(ViolatedRule.ShareSums, "The shares are not those of its members, in order.");
            yield break;
        }

        var sumsUp = Sum(shares, share => share.Net) == cost && Sum(shares, share => share.Line) == line * lot.Lot.Periods
            && Sum(shares, share => share.FixedFee) == offer.FixedFee.MinorUnits
            && PeriodsOf(shares, lot.Lot.Periods).All(period => period == line);
        if (!sumsUp)
            yield return Wrong(ViolatedRule.ShareSums, "The shares do not sum to its cost.");

        var isEqual = PlainRules.SharesFeeEqually(problem.FeePolicy, supply.Cost);
        var lineParts = AllocationCheck.Split(
            line * lot.Lot.Periods, [.. expected.Select(member => (member.MemberId.Value, member.Quantity))]);
        var feeParts = AllocationCheck.Split(
            offer.FixedFee.MinorUnits, [.. expected.Select(member => (member.MemberId.Value, isEqual ? 1 : member.Quantity))]);
        if (!AllocationCheck.Agree(shares.Line, lineParts) || !AllocationCheck.Agree(shares.FixedFee, feeParts))
            yield return Wrong(ViolatedRule.ShareAmounts, "The explanation of the split is not right.");

        var offset = BigInteger.Zero;
        for (var i = 0; i < expected.Length; i++)
        {
            var (share, part) = (shares.Shares[i], lineParts.Entries[i].Amount);
            var floor = line * expected[i].Quantity / demand;
            var extras = part - (floor * lot.Lot.Periods);
            var spread = new PeriodSpread((long)floor, (int)extras, (int)(offset % lot.Lot.Periods), lot.Lot.Periods);
            offset += extras;
            var isItsPart = share.Spread == spread && share.FixedFee == new Money(feeParts.Entries[i].Amount, problem.Currency)
                && share.FeePerMember == offer.FeePerMember && share.VatRate == offer.VatRate;
            if (!isItsPart)
                yield return Wrong(ViolatedRule.ShareAmounts, $"Member {expected[i].MemberId.Value} does not pay its part.");
            if ((share.Vat, share.UnrecoveredVat) != VatOf(share, offer.VatRate))
                yield return Wrong(ViolatedRule.Vat, $"Member {expected[i].MemberId.Value} does not pay its VAT.");
        }

        Violation Wrong(ViolatedRule rule, string what) => new(rule, $"Lot {lot.Lot.Number}: {what}");
    }

    private static BigInteger Sum(LotShares shares, Func<MemberShare, Money> part) =>
        shares.Shares.Aggregate(BigInteger.Zero, (sum, share) => sum + part(share).MinorUnits);

    /// <summary>The line of each period, all members together. Whoever has extras adds one at the start of its run of periods and takes
    /// it away behind its end; a run past the last period goes on from the first.</summary>
    private static BigInteger[] PeriodsOf(LotShares shares, int periods)
    {
        var steps = new BigInteger[(2 * periods) + 1];
        foreach (var spread in shares.Shares.Select(share => share.Spread))
        {
            if (spread.Offset < 0 || spread.Offset >= periods || spread.Extras < 0 || spread.Extras > periods)
                return [BigInteger.MinusOne];
            steps[0] += spread.Floor;
            steps[periods] -= spread.Floor;
            steps[spread.Offset]++;
            steps[spread.Offset + spread.Extras]--;
        }
        for (var period = 1; period < steps.Length; period++)
            steps[period] += steps[period - 1];
        return [.. Enumerable.Range(0, periods).Select(period => steps[period] + steps[period + periods])];
    }

    /// <summary>One invoice for each period: there are those with an extra unit and those without, and the first has the fees.</summary>
    private static (Money Vat, Money Unrecovered) VatOf(MemberShare share, Percent rate)
    {
        var spread = share.Spread;
        var isExtraFirst = spread.Extras > 0 && (spread.Offset == 0 || spread.Offset + spread.Extras > spread.Periods);
        var later = spread.Extras - (isExtraFirst ? 1 : 0);
        (BigInteger Net, int Count)[] invoices =
        [
            ((BigInteger)spread.Floor + (isExtraFirst ? 1 : 0) + share.FixedFee.MinorUnits + share.FeePerMember.MinorUnits, 1),
            ((BigInteger)spread.Floor + 1, later),
            (spread.Floor, spread.Periods - 1 - later),
        ];
        BigInteger vat = 0, unrecovered = 0;
        foreach (var (net, count) in invoices)
        {
            var one = PlainRules.HalfUp(net * rate.Hundredths, 10_000);
            vat += one * count;
            unrecovered += PlainRules.HalfUp(one * (10_000 - share.Member.VatRecovery.Hundredths), 10_000) * count;
        }
        return (new Money((long)vat, share.FixedFee.Currency), new Money((long)unrecovered, share.FixedFee.Currency));
    }
}
