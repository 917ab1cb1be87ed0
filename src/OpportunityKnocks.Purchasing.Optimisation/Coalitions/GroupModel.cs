using System.Numerics;
using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <summary>Which group would gain most, as integers for CP-SAT: how many of each kind of member are in it, and how the awarded bids supply just
/// what they need. Minimises cost less what they pay. What they pay is rounded up and the cost down, so that the bound holds for the exact
/// amounts.</summary>
internal sealed class GroupModel
{
    // Amounts are counted in this part of the major unit at the finest; coarser where they are large.
    private static readonly BigInteger Finest = BigInteger.Pow(10, OptimumAward.Decimals);

    private readonly SupplyGame _game;
    private readonly CpModel _model = new();
    private readonly List<(IReadOnlyList<int> Members, IntVar Number)> _kinds = [];
    private readonly WideSum _cost = new();
    private readonly Terms[] _units;
    private readonly Terms[] _members;
    private readonly long[] _most;
    private readonly Dictionary<string, int> _lots;
    private readonly List<Terms>[] _supplied;

    public GroupModel(SupplyGame game, IReadOnlyList<Fraction> shares)
    {
        _game = game;
        _lots = game.Terms.Lots.Select((lot, i) => (lot.Id, i)).ToDictionary(lot => lot.Id, lot => lot.i, StringComparer.Ordinal);
        _units = [.. _lots.Select(_ => new Terms())];
        _members = [.. _lots.Select(_ => new Terms())];
        _supplied = [.. _lots.Select(_ => new List<Terms>())];
        _most = [.. game.DemandOf(game.Everyone).Quantities.Select((quantity, i) => ForcedSupply.InPacks(quantity, game.Terms.Lots[i].PackSize))];
        AddMembers(shares);
        foreach (var bid in game.Terms.Bids)
            Add(bid);
        for (var lot = 0; lot < _units.Length; lot++)
            Close(lot);

        // The cost alone reaches far above what anybody pays: each tier could be the one.
        var paid = (shares.Aggregate(Fraction.Zero, (sum, share) => sum + Absolute(share)) * new Fraction(Finest, 1)).Ceiling();
        Part = BigInteger.One;
        while (paid / Part >= Limits.Exact || (_cost.Reach + paid) / Part >= Limits.Reach / 4)
            Part *= 10;
        Objective = _cost.RoundedDown(Part);
        foreach (var (members, number) in _kinds)
            Objective.Add(number, (long)-(shares[members[0]] * new Fraction(Finest, Part)).Ceiling());
    }

    public CpModel Model => _model;

    /// <summary>What a unit of the objective is, in 10^-14 of the major unit.</summary>
    public BigInteger Part { get; }

    public Terms Objective { get; }

    /// <summary>A gain of the objective's as money, never too small.</summary>
    public Fraction GainOf(long objective) => new(-objective * Part, Finest);

    public IReadOnlyList<int> GroupIn(IReadOnlyList<long> solution) =>
        [.. _kinds.SelectMany(kind => kind.Members.Take((int)solution[kind.Number.GetIndex()])).Order()];

    private static Fraction Absolute(Fraction value) => value < Fraction.Zero ? -value : value;

    private void AddMembers(IReadOnlyList<Fraction> shares)
    {
        foreach (var members in MemberKinds.Of(_game, shares))
        {
            var number = _model.NewIntVar(0, members.Count, "members");
            _kinds.Add((members, number));
            for (var lot = 0; lot < _units.Length; lot++)
            {
                if (_game.Members[members[0]].Quantities[lot] is > 0 and var quantity)
                {
                    _units[lot].Add(number, quantity);
                    _members[lot].Add(number);
                }
            }
        }
    }

    private void Add(OptimumBid bid)
    {
        var wins = _model.NewBoolVar("wins");
        Pay(wins, bid.FixedFee.MinorUnits, bid.FactorMillionths);
        var packages = bid.Packages.Select(package => (Package: package, Taken: _model.NewBoolVar("package"))).ToList();
        foreach (var (package, taken) in packages)
            Pay(taken, package.Price.MinorUnits, package.FactorMillionths);
        foreach (var group in packages.Where(p => p.Package.XorGroup is not null).GroupBy(p => p.Package.XorGroup, StringComparer.Ordinal))
            _model.AddAtMostOne(group.Select(p => p.Taken));

        var total = new Terms();
        var steps = new DiscountSteps(_model, bid, bid.Offers.Sum(offer => Most(_lots[offer.LotId], offer.Capacity, bid.Capacity)));
        foreach (var lotId in bid.Offers.Select(o => o.LotId).Union(bid.Packages.SelectMany(p => p.Units).Select(u => u.LotId), StringComparer.Ordinal))
        {
            var inPackages = packages.SelectMany(p => p.Package.Units, (p, units) => (p.Taken, Units: units)).Where(p => p.Units.LotId == lotId)
                .Select(p => (p.Taken, p.Units.Quantity)).ToList();
            var supplies = _model.NewBoolVar("supplies");
            total.Add(AddCell(bid, bid.Offers.SingleOrDefault(o => o.LotId == lotId), _lots[lotId], inPackages, supplies, steps));
            _model.AddImplication(supplies, wins);
        }

        if (bid.Capacity is { } limit)
            _model.Add(total.Sum <= limit);
        steps.Close();
    }

    private Terms AddCell(
        OptimumBid bid, OptimumOffer? offer, int lot, List<(BoolVar Taken, long Quantity)> inPackages, BoolVar supplies, DiscountSteps steps)
    {
        var switches = new List<BoolVar>();
        var total = new Terms();
        if (offer is not null)
            AddTiers(offer, lot, Most(lot, offer.Capacity, bid.Capacity), steps, switches, total);
        foreach (var (taken, quantity) in inPackages)
            total.Add(taken, quantity);

        _model.AddAtMostOne(switches);
        foreach (var one in switches.Concat(inPackages.Select(p => p.Taken)))
            _model.AddImplication(one, supplies);
        if (offer?.Capacity is { } capacity)
            _model.Add(total.Sum <= capacity);
        if (offer is not null)
        {
            Pay(supplies, offer.FixedFee.MinorUnits, offer.FactorMillionths);
            PayForMembers(offer, lot, supplies);
        }

        _supplied[lot].Add(total);
        return total;
    }

    private void AddTiers(OptimumOffer offer, int lot, long most, DiscountSteps steps, List<BoolVar> switches, Terms total)
    {
        var (periods, tiers) = (_game.Terms.Lots[lot].Periods, offer.Prices.Tiers);
        foreach (var step in steps.All)
        {
            for (var k = 0; k < tiers.Count; k++)
            {
                var (first, last) = (tiers[k].FromQuantity, Math.Min(Math.Min(most, step.Last), k + 1 < tiers.Count ? tiers[k + 1].FromQuantity - 1 : most));
                if (first > last)
                    continue;

                var price = (BigInteger)tiers[k].UnitPrice.TenThousandths * step.PaidHundredths * periods * offer.FactorMillionths;
                var atFirst = offer.Prices.Basis == PriceBasis.AllUnits
                    ? price * first
                    : (BigInteger)offer.Prices.UnroundedTotal(first) * step.PaidHundredths * periods * offer.FactorMillionths;
                var on = _model.NewBoolVar("tier");
                switches.Add(on);
                _model.AddImplication(on, step.Holds);
                _cost.Add(on, atFirst, 1);
                total.Add(on, first);
                step.Count(on, first);
                if (first == last)
                    continue;

                var above = _model.NewIntVar(0, last - first, "above");
                _model.Add(above <= on * (last - first));
                _cost.Add(above, price, last - first);
                total.Add(above);
                step.Count(above, 1);
            }
        }
    }

    /// <summary>A fee for each of the group's members in the lot, if the supplier supplies anything of it.</summary>
    private void PayForMembers(OptimumOffer offer, int lot, BoolVar supplies)
    {
        if (offer.FeePerMember.MinorUnits == 0)
            return;
        var most = _game.Members.Count(member => member.Quantities[lot] > 0);
        var served = _model.NewIntVar(0, most, "served");
        if (_game.Terms.Bids.Count(bid => bid.Offers.Any(o => o.LotId == offer.LotId) || bid.Packages.Any(p => p.Units.Any(u => u.LotId == offer.LotId))) == 1)
            _model.Add(served == _members[lot].Sum);
        else
            _model.Add(served >= _members[lot].Sum + (supplies * most) - most);
        _cost.Add(served, AmountOf(offer.FeePerMember.MinorUnits, offer.FactorMillionths), most);
    }

    /// <summary>What is supplied is what the group needs: in whole packs, and over by no more than the limit.</summary>
    private void Close(int lot)
    {
        if (_most[lot] == 0)
            return;
        var (packSize, overbuy) = (_game.Terms.Lots[lot].PackSize, _game.Terms.OverbuyLimit);
        var supplied = LinearExpr.Sum(_supplied[lot].Select(total => total.Sum));
        var needs = _units[lot].Sum;
        if (packSize > 1)
        {
            var packs = _model.NewIntVar(0, _most[lot] / packSize, "packs");
            _model.AddLinearConstraint((packs * packSize) - needs, 0, packSize - 1);
            needs = packs * packSize;
        }

        if (overbuy == 0)
        {
            _model.Add(supplied == needs);
            return;
        }

        var isNeeded = _model.NewBoolVar("is needed");
        _model.Add(_units[lot].Sum >= isNeeded);
        _model.Add(supplied >= needs);
        _model.Add(supplied <= needs + (isNeeded * overbuy));
    }

    private void Pay(BoolVar due, BigInteger minorUnits, long factor) => _cost.Add(due, AmountOf(minorUnits, factor), 1);

    private BigInteger AmountOf(BigInteger minorUnits, long factor) =>
        minorUnits * factor * (BigInteger.Pow(10, 8) / _game.Terms.Currency.MinorUnitsPerUnit);

    private long Most(int lot, params long?[] limits) =>
        limits.Append(_most[lot] + _game.Terms.OverbuyLimit).Min()!.Value;
}
