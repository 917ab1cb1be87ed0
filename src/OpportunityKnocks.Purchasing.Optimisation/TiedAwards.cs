using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>All awards of the least cost, as a model.</summary>
internal sealed class TiedAwards
{
    private readonly CpModel _model = new();
    private readonly List<Place> _places = [];

    private TiedAwards()
    {
    }

    public List<AwardModel> Models { get; } = [];

    public static TiedAwards Of(OptimumProblem problem, IReadOnlyList<PartialAward> parts)
    {
        var tied = new TiedAwards();
        foreach (var part in parts)
        {
            var model = new AwardModel(tied._model, part.Problem);
            tied.Models.Add(model);
            foreach (var (digit, value) in model.Digits().Zip(part.Digits))
                tied._model.Add(digit.Terms.Sum == value);
        }

        var order = problem.Lots.Select((lot, i) => (lot.Id, i)).ToDictionary(lot => lot.Id, lot => lot.i, StringComparer.Ordinal);
        var all = tied.Models.Zip(parts).ToList();
        tied._places.AddRange(all
            .SelectMany(x => x.First.Cells, (x, cell) => (Cell: cell, Award: x.Second))
            .OrderBy(x => order[x.Cell.LotId]).ThenBy(x => x.Cell.SupplierId, StringComparer.Ordinal)
            .Select(x => new Place(x.Cell.Total, x.Award.UnitsOf(x.Cell.LotId, x.Cell.SupplierId), x.Cell.Most)));
        tied._places.AddRange(all
            .SelectMany(x => x.First.Packages, (x, package) => (Package: package, Award: x.Second))
            .OrderBy(x => x.Package.SupplierId, StringComparer.Ordinal).ThenBy(x => x.Package.PackageId, StringComparer.Ordinal)
            .Select(x => new Place(
                new Terms().Add(x.Package.Taken), x.Award.Choice.Packages.Contains((x.Package.SupplierId, x.Package.PackageId)) ? 1 : 0, 1)));
        return tied;
    }

    /// <summary>An award that differs from the given one.</summary>
    public Found FindAnother(Search search)
    {
        var differences = new List<ILiteral>();
        foreach (var place in _places)
        {
            if (place.Value > 0)
                differences.Add(When(less => less.Add(place.Units.Sum <= place.Value - 1)));
            if (place.Value < place.Most)
                differences.Add(When(more => more.Add(place.Units.Sum >= place.Value + 1)));
        }

        _model.AddBoolOr(differences);
        return search.Run(_model, null);
    }

    /// <param name="settled">Suppliers that win in any case.</param>
    public Found FindFewestWinners(Search search, IReadOnlySet<string> settled) => search.Run(_model, Winners(settled).Sum);

    /// <summary>The award that is larger at the earliest place, and there the largest.</summary>
    /// <param name="from">The places before are as they should be.</param>
    public (Found Found, int Place) FindLarger(Search search, IReadOnlySet<string> settled, long winners, int from)
    {
        _model.Add(Winners(settled).Sum <= winners);
        for (var i = 0; i < from; i++)
            _model.Add(_places[i].Units.Sum == _places[i].Value);

        var most = _places.Max(place => place.Most) + 1;
        var gain = _model.NewIntVar(0, most, "gain");
        var objective = new Terms().Add(gain, -1);
        var first = new List<ILiteral>();
        var which = new Terms();
        var equalSoFar = _model.TrueLiteral();
        for (var i = from; i < _places.Count; i++)
        {
            var (place, before) = (_places[i], equalSoFar);
            if (place.Value < place.Most)
            {
                var larger = When(then => then.Add(place.Units.Sum - gain >= place.Value));
                _model.AddImplication(larger, before);
                objective.Add(larger, checked(i * most));
                which.Add(larger, i);
                first.Add(larger);
            }

            equalSoFar = (ILiteral)When(then => then.Add(place.Units.Sum == place.Value));
            _model.AddImplication(equalSoFar, before);
        }

        if (first.Count == 0)
            return (new Found(null, true, 0), from);
        _model.AddExactlyOne(first);
        _model.Add(gain >= 1);
        var found = search.Run(_model, objective.Sum);
        return (found, found.Solution is null ? from : (int)which.In(found.Solution));
    }

    private Terms Winners(IReadOnlySet<string> settled)
    {
        var winners = new Terms();
        foreach (var supplier in Models.SelectMany(m => m.Wins).Where(w => !settled.Contains(w.Key)).GroupBy(w => w.Key, w => w.Value, StringComparer.Ordinal))
        {
            var wins = _model.NewBoolVar("wins anything");
            foreach (var inPart in supplier)
                _model.AddImplication(inPart, wins);
            winners.Add(wins);
        }

        return winners;
    }

    private BoolVar When(Func<CpModel, Constraint> then)
    {
        var holds = _model.NewBoolVar("holds");
        then(_model).OnlyEnforceIf(holds);
        return holds;
    }

    private sealed record Place(Terms Units, long Value, long Most);
}
