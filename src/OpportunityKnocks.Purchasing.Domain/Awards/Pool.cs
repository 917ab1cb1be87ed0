using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pooling;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>The needs that are still in, while ceilings are being respected. Works on arrays, so that a pass over 100,000 needs costs
/// milliseconds; the exact figures are computed once per lot, quantity and VAT recovery.</summary>
internal sealed class Pool
{
    private readonly AwardProblem _problem;
    private readonly NeedOutcome?[] _left;
    private readonly int[] _slotOf;
    private readonly int[] _bundleOf;
    private readonly int _bundles;
    private readonly List<Slot> _slots = [];
    private readonly long[] _quantities;

    // What each gets: the same as it needs, but for lots that are ordered in packs.
    private readonly long[] _allotted;
    private readonly bool[] _hasUnits;
    private readonly int[][] _needsInPacks;

    public Pool(AwardProblem problem)
    {
        _problem = problem;
        _left = new NeedOutcome?[problem.Needs.Count];
        _slotOf = new int[problem.Needs.Count];
        _bundleOf = new int[problem.Needs.Count];

        var lots = problem.Lots.Select((lot, index) => (lot.Id, index)).ToDictionary(entry => entry.Id, entry => entry.index);
        var slots = new Dictionary<(int, MemberId), int>(problem.Needs.Count);
        var bundles = new Dictionary<(MemberId, string), int>();
        for (var i = 0; i < _slotOf.Length; i++)
        {
            var need = problem.Needs[i];
            var lot = lots[need.LotId];
            if (!slots.TryGetValue((lot, need.MemberId), out _slotOf[i]))
            {
                slots.Add((lot, need.MemberId), _slotOf[i] = _slots.Count);
                _slots.Add(new Slot(lot, need.MemberId, problem.VatRecoveryOf(need.MemberId)));
            }
            if (need.Bundle is null)
                _bundleOf[i] = _bundles++;
            else if (!bundles.TryGetValue((need.MemberId, need.Bundle), out _bundleOf[i]))
                bundles.Add((need.MemberId, need.Bundle), _bundleOf[i] = _bundles++);
        }

        _quantities = new long[_slots.Count];
        _allotted = new long[_slots.Count];
        _hasUnits = new bool[problem.Needs.Count];
        Array.Fill(_hasUnits, true);
        _needsInPacks =
        [
            .. problem.Lots.Select((lot, index) => lot.PackSize == 1 ? [] : Enumerable.Range(0, _slotOf.Length).Where(i => _slots[_slotOf[i]].Lot == index).ToArray()),
        ];
        for (var i = 0; i < _slotOf.Length; i++)
            _quantities[_slotOf[i]] += problem.Needs[i].Quantity;
    }

    /// <summary>Pools what is still in. For each lot, in the order of lot numbers.</summary>
    public LotDemand[] Demands()
    {
        _quantities.CopyTo(_allotted, 0);
        for (var lot = 0; lot < _problem.Lots.Count; lot++)
        {
            if (_problem.Lots[lot].PackSize > 1)
                AllotInPacks(lot);
        }

        var demands = new LotDemand[_problem.Lots.Count];
        for (var slot = 0; slot < _allotted.Length; slot++)
        {
            var quantity = _allotted[slot];
            ref var demand = ref demands[_slots[slot].Lot];
            demand = new LotDemand(
                demand.Quantity + quantity,
                demand.Members + (quantity > 0 ? 1 : 0),
                demand.Unrecoverable + ((Int128)quantity * _slots[slot].VatRecovery.Remainder.Hundredths),
                demand.Asked + _quantities[slot]);
        }
        return demands;
    }

    /// <summary>Takes out every need above its ceiling, and every bundle with a need no unit is left for.</summary>
    /// <param name="lots">How each went in this pass.</param>
    /// <param name="costs">For each lot, in the order of lot numbers; null if it is not awarded.</param>
    /// <returns>Those that left, in the order of their ids.</returns>
    public IReadOnlyList<NeedOutcome> Leave(int pass, IReadOnlyList<LotOutcome> lots, UnitCosts?[] costs)
    {
        var isAbove = new bool[_left.Length];
        var isWithoutUnits = new bool[_left.Length];
        var isBundleLeaving = new bool[_bundles];
        for (var i = 0; i < _left.Length; i++)
        {
            if (_left[i] is not null)
                continue;
            var (slot, allotted) = (_slots[_slotOf[i]], _allotted[_slotOf[i]]);

            // Alone it just gets nothing, and is still in the pool: without it the others' parts would move. A bundle leaves together.
            isWithoutUnits[i] = _problem.Needs[i].Bundle is not null && (!_hasUnits[i] || lots[slot.Lot].NotAwarded == NotAwardedReason.BelowLotMinimum);
            isAbove[i] = _hasUnits[i] && _problem.Needs[i].Ceiling is { } ceiling && CostsOf(i, costs) is { } lot
                && lot.LowestSufficientCeiling(allotted, slot.VatRecovery) > ceiling.TenThousandths;
            isBundleLeaving[_bundleOf[i]] |= isAbove[i] || isWithoutUnits[i];
        }

        var leaving = Enumerable.Range(0, _left.Length).Where(i => _left[i] is null && isBundleLeaving[_bundleOf[i]]).ToArray();
        foreach (var i in leaving)
        {
            var standing = isWithoutUnits[i] ? NeedStanding.LeftWithoutUnits : isAbove[i] ? NeedStanding.LeftAboveCeiling : NeedStanding.LeftWithBundle;
            _left[i] = new NeedOutcome(_problem.Needs[i], standing, CostPerUnit(i, costs), pass);
        }
        foreach (var i in leaving)
            _quantities[_slotOf[i]] -= _problem.Needs[i].Quantity;
        return [.. leaving.Select(i => _left[i]!.Value)];
    }

    /// <summary>What became of every need, in the order of their ids.</summary>
    public IReadOnlyList<NeedOutcome> Outcomes(UnitCosts?[] costs) =>
    [
        .. Enumerable.Range(0, _left.Length).Select(i => _left[i] ?? new NeedOutcome(
            _problem.Needs[i],
            CostsOf(i, costs) is null ? NeedStanding.LotNotAwarded : _hasUnits[i] ? NeedStanding.Served : NeedStanding.WithoutUnits,
            CostPerUnit(i, costs),
            null)),
    ];

    /// <summary>Who is still in a lot, by its place in the order of lot numbers.</summary>
    public ILookup<int, MemberQuantity> Members() =>
        Enumerable.Range(0, _allotted.Length).Where(slot => _allotted[slot] > 0).ToLookup(
            slot => _slots[slot].Lot,
            slot => new MemberQuantity(_slots[slot].MemberId, _allotted[slot], _slots[slot].VatRecovery));

    private void AllotInPacks(int lot)
    {
        var indices = Array.FindAll(_needsInPacks[lot], i => _left[i] is null);
        var pooled = LotPooling.Pool(
            [.. indices.Select(i => Asks.Of(_problem.Needs[i]))],
            new PoolingRules(_problem.Lots[lot].PackSize, _problem.Fairness, _problem.Seed));
        foreach (var i in indices)
            _allotted[_slotOf[i]] = 0;

        // Both are in the order of the needs' ids.
        for (var k = 0; k < indices.Length; k++)
        {
            _hasUnits[indices[k]] = pooled.Allotments[k].Allotted > 0;
            _allotted[_slotOf[indices[k]]] += pooled.Allotments[k].Allotted;
        }
    }

    private UnitCosts? CostsOf(int need, UnitCosts?[] costs) => costs[_slots[_slotOf[need]].Lot];

    private Fraction? CostPerUnit(int need, UnitCosts?[] costs) =>
        _hasUnits[need] ? CostsOf(need, costs)?.CostPerUnit(_allotted[_slotOf[need]], _slots[_slotOf[need]].VatRecovery) : null;

    /// <summary>One member in one lot: what it needs there is split as one quantity.</summary>
    private readonly record struct Slot(int Lot, MemberId MemberId, Percent VatRecovery);
}

/// <summary>Remembers a lot's costs per unit: most members share quantity and VAT recovery with others.</summary>
/// <param name="suppliers">What each supplier's part costs: a member pays all of them.</param>
internal sealed class UnitCosts(IReadOnlyList<LotCost> suppliers)
{
    private readonly Dictionary<(long, Percent), BigInteger> _ceilings = [];
    private readonly Dictionary<(long, Percent), Fraction> _costs = [];

    public BigInteger LowestSufficientCeiling(long quantity, Percent vatRecovery)
    {
        if (!_ceilings.TryGetValue((quantity, vatRecovery), out var ceiling))
        {
            ceiling = suppliers is [var only] ? only.LowestSufficientCeiling(quantity, vatRecovery) : Ceiling(CostPerUnit(quantity, vatRecovery));
            _ceilings.Add((quantity, vatRecovery), ceiling);
        }

        return ceiling;
    }

    public Fraction CostPerUnit(long quantity, Percent vatRecovery)
    {
        if (!_costs.TryGetValue((quantity, vatRecovery), out var cost))
        {
            cost = suppliers.Aggregate(Fraction.Zero, (sum, supplier) => sum + supplier.CostPerUnit(quantity, vatRecovery));
            _costs.Add((quantity, vatRecovery), cost);
        }

        return cost;
    }

    private static BigInteger Ceiling(Fraction cost) => ((cost.Numerator * UnitPrice.PerUnit) + cost.Denominator - 1) / cost.Denominator;
}
