using System.Numerics;
using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>What one supplier supplies of one lot.</summary>
/// <param name="Schedule">Units by the price schedule.</param>
/// <param name="Total">With the units of packages.</param>
/// <param name="Most">The largest total.</param>
/// <param name="Supplies">Whether the total is above zero.</param>
internal sealed record Cell(string LotId, string SupplierId, Terms Schedule, Terms Total, long Most, BoolVar Supplies);

/// <summary>An <see cref="OptimumProblem"/> as integers, for CP-SAT. Every tier of an offer is a switch and the units above the tier's
/// first; so both kinds of tiers are linear.</summary>
internal sealed class AwardModel
{
    private readonly OptimumProblem _problem;
    private readonly CpModel _model;
    private readonly Dictionary<string, OptimumLot> _lots;
    private readonly BudgetSum? _budget;
    private readonly Dictionary<string, BigInteger> _dearest = new(StringComparer.Ordinal);
    private BigInteger _ceiling = BigInteger.Zero;

    public AwardModel(CpModel model, OptimumProblem problem)
    {
        (_model, _problem) = (model, problem);
        _lots = problem.Lots.ToDictionary(lot => lot.Id, StringComparer.Ordinal);
        _budget = problem.Rules.Budget is { } budget ? new BudgetSum(model, budget) : null;
        foreach (var bid in problem.Bids)
            Add(bid);
        foreach (var lot in problem.Lots)
            Close(lot);
        LimitWinners(Wins.Values, problem.Rules.MinimumWinners, problem.Rules.MaximumWinners);
        _budget?.Close();
        foreach (var lot in problem.Lots)
            _ceiling += _dearest.GetValueOrDefault(lot.Id) * (lot.Quantity + problem.Rules.OverbuyLimit);
    }

    public List<Cell> Cells { get; } = [];

    public Dictionary<string, BoolVar> Wins { get; } = new(StringComparer.Ordinal);

    public List<(string SupplierId, string PackageId, BoolVar Taken)> Packages { get; } = [];

    /// <summary>Evaluated cost.</summary>
    public WideSum Cost { get; } = new();

    public IReadOnlyList<Digit> Digits() => Cost.Digits(_model, _ceiling);

    public OptimumChoice ChoiceIn(IReadOnlyList<long> solution) => new(
        Cells.Select(cell => (Key: (cell.LotId, cell.SupplierId), Units: cell.Schedule.In(solution)))
            .Where(cell => cell.Units > 0).ToDictionary(cell => cell.Key, cell => cell.Units),
        Packages.Where(p => solution[p.Taken.GetIndex()] == 1).Select(p => (p.SupplierId, p.PackageId)).ToHashSet());

    private void Add(OptimumBid bid)
    {
        var wins = Wins[bid.SupplierId] = _model.NewBoolVar("wins");
        Pay(wins, bid.FixedFee.MinorUnits, bid.FactorMillionths);
        var packages = bid.Packages.Select(package => (Package: package, Taken: _model.NewBoolVar("package"))).ToList();
        foreach (var (package, taken) in packages)
        {
            Packages.Add((bid.SupplierId, package.Id, taken));
            Pay(taken, package.Price.MinorUnits, package.FactorMillionths);
        }

        foreach (var group in packages.Where(p => p.Package.XorGroup is not null).GroupBy(p => p.Package.XorGroup, StringComparer.Ordinal))
            _model.AddAtMostOne(group.Select(p => p.Taken));

        var most = Least(bid.Capacity, ShareOf(_problem));
        var steps = new DiscountSteps(_model, bid, bid.Offers.Sum(offer => Most(offer.LotId, most, offer.Capacity)));
        var supplied = new List<BoolVar>();
        var total = new Terms();
        foreach (var lotId in bid.Offers.Select(o => o.LotId).Union(bid.Packages.SelectMany(p => p.Units).Select(u => u.LotId), StringComparer.Ordinal))
        {
            var inLot = packages.SelectMany(p => p.Package.Units, (p, units) => (p.Taken, Units: units)).Where(p => p.Units.LotId == lotId)
                .Select(p => (p.Taken, p.Units.Quantity)).ToList();
            var cell = AddCell(bid, bid.Offers.SingleOrDefault(o => o.LotId == lotId), lotId, inLot, most, steps);
            Cells.Add(cell);
            supplied.Add(cell.Supplies);
            total.Add(cell.Total);
            _model.AddImplication(cell.Supplies, wins);
        }

        _model.Add(LinearExpr.Sum(supplied) >= wins);
        if (Least(bid.Capacity, ShareOf(_problem)) is { } limit)
            _model.Add(total.Sum <= limit);
        steps.Close();
    }

    private Cell AddCell(
        OptimumBid bid, OptimumOffer? offer, string lotId, List<(BoolVar Taken, long Quantity)> inPackages, long? limit, DiscountSteps steps)
    {
        var most = Most(lotId, limit, offer?.Capacity);
        var switches = new List<BoolVar>();
        var schedule = new Terms();
        if (offer is not null)
            AddTiers(offer, lotId, most, steps, switches, schedule);

        var total = new Terms().Add(schedule);
        foreach (var (taken, quantity) in inPackages)
            total.Add(taken, quantity);
        var supplies = _model.NewBoolVar("supplies");
        _model.AddAtMostOne(switches);
        if (inPackages.Count == 0)
        {
            _model.Add(LinearExpr.Sum(switches) == supplies);
        }
        else
        {
            foreach (var one in switches.Concat(inPackages.Select(p => p.Taken)))
                _model.AddImplication(one, supplies);
            _model.AddBoolOr([.. switches, .. inPackages.Select(p => p.Taken), supplies.Not()]);
            _model.Add(total.Sum <= supplies * most);
        }

        if (offer is not null)
            Pay(supplies, offer.FixedFee.MinorUnits + ((BigInteger)offer.FeePerMember.MinorUnits * _lots[lotId].Members), offer.FactorMillionths);
        return new Cell(lotId, bid.SupplierId, schedule, total, most, supplies);
    }

    private void AddTiers(
        OptimumOffer offer, string lotId, long most, DiscountSteps steps, List<BoolVar> switches, Terms schedule)
    {
        var periods = _lots[lotId].Periods;
        var line = new WideSum();
        var tiers = offer.Prices.Tiers;
        foreach (var step in steps.All)
        {
            for (var k = 0; k < tiers.Count; k++)
            {
                var (first, last) = (tiers[k].FromQuantity, Math.Min(Math.Min(most, step.Last), k + 1 < tiers.Count ? tiers[k + 1].FromQuantity - 1 : most));
                if (first > last)
                    continue;

                var price = (BigInteger)tiers[k].UnitPrice.TenThousandths * step.PaidHundredths;
                var before = k == 0 || offer.Prices.Basis == PriceBasis.AllUnits
                    ? BigInteger.Zero
                    : ((BigInteger)offer.Prices.UnroundedTotal(first - 1) * step.PaidHundredths) - (price * (first - 1));
                var on = _model.NewBoolVar("tier");
                switches.Add(on);
                _model.AddImplication(on, step.Holds);
                Cost.Add(on, ((price * first) + before) * periods * offer.FactorMillionths, 1);
                line.Add(on, (price * first) + before, 1);
                schedule.Add(on, first);
                step.Count(on, first);
                _dearest[lotId] = BigInteger.Max(_dearest.GetValueOrDefault(lotId), price * periods * offer.FactorMillionths);
                if (first == last)
                    continue;

                var above = _model.NewIntVar(0, last - first, "above");
                _model.Add(above <= on * (last - first));
                Cost.Add(above, price * periods * offer.FactorMillionths, last - first);
                line.Add(above, price, last - first);
                schedule.Add(above);
                step.Count(above, 1);
            }
        }

        _budget?.AddLine(line, periods);
    }

    private void Close(OptimumLot lot)
    {
        var cells = Cells.Where(cell => cell.LotId == lot.Id).ToList();
        _model.AddLinearConstraint(LinearExpr.Sum(cells.Select(c => c.Total.Sum)), lot.Quantity, lot.Quantity + _problem.Rules.OverbuyLimit);
        LimitWinners(cells.Select(c => c.Supplies), Math.Max(1, lot.MinimumWinners), lot.MaximumWinners);
        if (lot.MaximumWinners != 1)
            return;
        foreach (var cell in cells)
            _model.Add(cell.Total.Sum >= cell.Supplies * lot.Quantity);
    }

    private void LimitWinners(IEnumerable<BoolVar> winners, int least, int? most)
    {
        var number = LinearExpr.Sum(winners);
        _model.Add(number >= least);
        if (most is { } limit)
            _model.Add(number <= limit);
    }

    private void Pay(BoolVar due, BigInteger minorUnits, long factor)
    {
        var cost = minorUnits * (BigInteger.Pow(10, 8) / _problem.Currency.MinorUnitsPerUnit) * factor;
        Cost.Add(due, cost, 1);
        _ceiling += cost;
        _budget?.Add(due, minorUnits);
    }

    private long Most(string lotId, long? limit, long? capacity) =>
        Least(Least(limit, capacity), _lots[lotId].Quantity + _problem.Rules.OverbuyLimit)!.Value;

    /// <summary>The most units one supplier may supply, if there is a largest share.</summary>
    public static long? ShareOf(OptimumProblem problem) =>
        problem.Rules.MaximumShare is { } share ? (long)((Int128)share.Hundredths * problem.Units / Percent.Whole) : null;

    private static long? Least(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
