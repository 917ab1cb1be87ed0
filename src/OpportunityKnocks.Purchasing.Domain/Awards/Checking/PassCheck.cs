using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks one pass: demand, candidates, winners, ties, and who left.</summary>
internal static class PassCheck
{
    public static IEnumerable<Violation> Check(AwardProblem problem, IReadOnlyList<PooledNeed> staying, AwardPass pass)
    {
        if (!pass.Lots.Select(lot => lot.Lot).SequenceEqual(problem.Lots))
            return [new Violation(ViolatedRule.Passes, $"Pass {pass.Number} does not hold the round's lots.")];

        var violations = new List<Violation>();
        var best = new List<(LotOutcome Lot, Guid[] Suppliers)>();
        var unitCosts = new Dictionary<LotId, UnitCostRule>();
        foreach (var lot in pass.Lots)
        {
            var quantities = PlainRules.Quantities(problem, staying, lot.Lot);
            var demand = quantities.Values.Aggregate(BigInteger.Zero, (sum, quantity) => sum + quantity);
            if (lot.Demand != demand || lot.Members != quantities.Count || !PackCheck.IsRight(problem, staying, lot.Lot))
                Add(ViolatedRule.Demand, lot, $"The demand is {demand} of {quantities.Count} members.");

            var expected = Candidates(problem, lot.Lot, demand, quantities);
            if (!lot.Candidates.Select(Comparable).SequenceEqual(expected.Select(Comparable)))
                Add(ViolatedRule.Candidates, lot, "The candidates or their figures are not right.");

            if (problem.IsPlain && (lot.Supplies.Count > 1 || lot.Winner?.SupplierId != lot.Supplies.SingleOrDefault()?.SupplierId))
                Add(ViolatedRule.Winner, lot, "The winner is not who supplies it.");
            if (!IsBid(problem, lot))
                Add(ViolatedRule.Winner, lot, "What is supplied is not what was bid.");
            if (lot.Supplies.Count > 0)
                unitCosts.Add(lot.Lot.Id, new UnitCostRule(problem, lot.Lot, lot.Supplies, quantities));
            if (!problem.IsPlain)
                continue;

            var tied = expected.Where(candidate => candidate.Evaluation?.Rank == 1).ToArray();
            var winner = tied.FirstOrDefault(candidate => candidate.SupplierId == lot.Winner?.SupplierId);
            var isEmpty = staying.All(need => need.LotId != lot.Lot.Id);
            if (lot.Winner is null ? tied.Length > 0 || lot.NotAwarded != Reason(lot.Lot, demand, isEmpty, expected) : lot.NotAwarded is not null)
                Add(ViolatedRule.Winner, lot, "It has neither the right winner nor the right reason to have none.");
            else if (lot.Winner is not null && (winner is null || Comparable(winner) != Comparable(lot.Winner)))
                Add(ViolatedRule.Winner, lot, "The winner is not among the best that can supply the demand.");
            if (tied.Length > 0)
                best.Add((lot, [.. tied.Select(candidate => candidate.SupplierId.Value)]));
        }

        if (!problem.IsPlain)
            violations.AddRange(SearchCheck.Check(problem, staying, pass));
        violations.AddRange(TieCheck.Check(pass.Number, best));
        violations.AddRange(LeavingCheck.Check(problem, staying, pass, unitCosts));
        return violations;

        void Add(ViolatedRule rule, LotOutcome lot, string what) =>
            violations.Add(new Violation(rule, $"Pass {pass.Number}, lot {lot.Lot.Number}: {what}"));
    }

    /// <summary>Whether each supply is of a bid for the lot, at its prices.</summary>
    private static bool IsBid(AwardProblem problem, LotOutcome lot) => lot.Supplies.All(supply =>
        problem.Bids.SingleOrDefault(bid => bid.SupplierId == supply.SupplierId && bid.BidId == supply.BidId) is { } bid
        && supply.Cost.Offer is var taken
        && bid.Lots.SingleOrDefault(offer => offer.LotId == lot.Lot.Id) is var offered
        && (offered is null
            ? supply.Cost.Part.ByPackages == supply.Cost.Supplied && taken.LotId == lot.Lot.Id
            : ReferenceEquals(offered, taken) || (!problem.IsPlain && offered == taken.WithFixedFee(offered.FixedFee))));

    private static List<Candidate> Candidates(
        AwardProblem problem, LotTerms lot, BigInteger demand, Dictionary<MemberId, long> quantities)
    {
        var suitable = new List<(BidOffer Bid, BigInteger Cost, BigInteger Factor, BigInteger Evaluated)>();
        var unsuitable = new List<Candidate>();
        foreach (var (bid, offer) in problem.Bids.SelectMany(bid => bid.Lots, (bid, offer) => (bid, offer)))
        {
            if (offer.LotId != lot.Id || demand.IsZero || demand < lot.MinimumQuantity)
                continue;
            if (PlainRules.Unsuitable(offer, demand, lot.Periods, quantities.Count) is { } reason)
            {
                unsuitable.Add(new Candidate(bid.BidId, bid.SupplierId, null, reason));
                continue;
            }
            var factor = PlainRules.Factor(problem, bid.Quality, offer.VatRate, quantities);
            suitable.Add((
                bid,
                PlainRules.Cost(offer, demand, lot.Periods, quantities.Count),
                factor,
                PlainRules.UnroundedCost(offer, demand, lot.Periods, quantities.Count) * factor));
        }
        var ranked = suitable
            .OrderBy(one => one.Evaluated).ThenBy(one => one.Bid.SupplierId.Value.ToString(), StringComparer.Ordinal)
            .Select(one => new Candidate(one.Bid.BidId, one.Bid.SupplierId, new Evaluation(
                new Money((long)one.Cost, problem.Currency),
                (long)one.Factor,
                (Int128)one.Evaluated,
                1 + suitable.Count(other => other.Evaluated < one.Evaluated)), null));
        return [.. ranked, .. unsuitable.OrderBy(one => one.SupplierId.Value.ToString(), StringComparer.Ordinal)];
    }

    private static NotAwardedReason Reason(LotTerms lot, BigInteger demand, bool isEmpty, List<Candidate> candidates)
    {
        if (isEmpty)
            return NotAwardedReason.NoNeedLeft;
        if (demand.IsZero || demand < lot.MinimumQuantity)
            return NotAwardedReason.BelowLotMinimum;
        var reasons = candidates.Select(candidate => candidate.Unsuitable).ToHashSet();
        return reasons.Count == 0 ? NotAwardedReason.NoBid
            : reasons.Contains(NotAwardedReason.BelowMinimumQuantity) ? NotAwardedReason.BelowMinimumQuantity
            : reasons.Contains(NotAwardedReason.AboveCapacity) ? NotAwardedReason.AboveCapacity
            : NotAwardedReason.AmountTooLarge;
    }

    private static (BidId, OrganisationId, Evaluation?, NotAwardedReason?) Comparable(Candidate candidate) =>
        (candidate.BidId, candidate.SupplierId, candidate.Evaluation, candidate.Unsuitable);
}
