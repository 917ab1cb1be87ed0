using System.Numerics;
using Google.OrTools.LinearSolver;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Optimisation.Coalitions;

/// <param name="Shares">What each pays now, exact.</param>
/// <param name="Shortfall">What the group with the largest gain gains at least, however the cost is shared; zero unless the core is empty.</param>
/// <param name="After">The judgement of the new shares, by the same search that judged the old ones.</param>
/// <param name="Groups">How many groups had to be looked at.</param>
public sealed record Repair(RepairStatus Status, IReadOnlyList<Fraction> Shares, Fraction Shortfall, CoreCertificate After, int Groups);

/// <summary>Moves as little money as can be so that no group would do better on its own: row generation over the groups the search finds
/// (Gilmore and Gomory 1961; for cost games Drechsel and Kimms, "Computing core allocations in cooperative games", 2010). If there is no such
/// sharing, the least core: the smallest gain that has to be left (Maschler, Peleg and Shapley 1979). The linear programme is in floating point;
/// its answer is written as exact fractions, and held exactly against every group before it counts.</summary>
public static class CoreRepair
{
    private const int MostRounds = 400;

    // The grid on which the programme's answer is written, in parts of the major unit.
    private const long Grid = 1_000_000_000;

    /// <param name="judged">The judgement of the shares as they are.</param>
    /// <param name="worthwhile">Less than this is no gain.</param>
    /// <param name="options">The time is that of the whole repair.</param>
    public static Repair Of(
        GroupCosts costs, IReadOnlyList<Fraction> shares, CoreCertificate judged, Fraction worthwhile, SolverOptions options, CancellationToken cancellationToken)
    {
        var search = new Search(options, new SolverControl(), cancellationToken);
        var rows = new List<(IReadOnlyList<int> Group, Fraction Cost)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var member = 0; member < shares.Count; member++)
        {
            if (shares.Count > 1 && costs.Of([member]) is { IsKnown: true, Cost: { } alone })
                Add([member], alone);
        }

        var (current, certificate, shortfall) = (shares, judged, Fraction.Zero);
        for (var round = 0; round < MostRounds; round++)
        {
            if (certificate.Status == CoreStatus.NotFoundInTime)
                break;
            if (IsDone())
                return new Repair(shortfall < worthwhile ? RepairStatus.Repaired : RepairStatus.CoreIsEmpty, current, shortfall < worthwhile ? Fraction.Zero : shortfall, certificate, rows.Count);

            // A group that is known already and still gains: the programme cannot say it finely enough. At first it has said nothing yet.
            if (!Add(certificate.Group, costs.Of(certificate.Group).Cost!.Value) && round > 0)
                break;
            if (NearestPoint.Of(costs.Game, shares, rows, cancellationToken) is not var (next, least))
                break;
            (current, shortfall) = (OnGrid(next, Total(shares)), least);
            certificate = Judge();
        }

        return new Repair(RepairStatus.NotFoundInTime, shares, Fraction.Zero, judged, rows.Count);

        // Any group that gains more than has to be left takes the search on; only when a quick look finds none is the largest gain asked for.
        CoreCertificate Judge()
        {
            var quick = CoreSearch.Judge(costs, current, worthwhile, search, cancellationToken, atMost: 0);
            return quick.Status == CoreStatus.Proved || quick.IsLargest || (quick.Gain >= shortfall + worthwhile && !seen.Contains(KeyOf(quick.Group)))
                ? quick
                : CoreSearch.Judge(costs, current, worthwhile, search, cancellationToken);
        }

        bool Add(IReadOnlyList<int> group, Fraction cost)
        {
            var isNew = seen.Add(KeyOf(group));
            if (isNew)
                rows.Add((group, cost));
            return isNew;
        }

        // No group gains more than has to be left; and each one that was ever found is looked at again, exactly.
        bool IsDone()
        {
            var isAtRest = certificate.Status == CoreStatus.Proved
                || (certificate.IsLargest && shortfall >= worthwhile && certificate.Gain < shortfall + worthwhile);
            return isAtRest && rows.TrueForAll(row => CoreSearch.Pays(current, row.Group) - row.Cost < shortfall + worthwhile);
        }
    }

    private static string KeyOf(IReadOnlyList<int> group) => string.Join(' ', group);

    private static Fraction Total(IReadOnlyList<Fraction> shares) => shares.Aggregate(Fraction.Zero, (sum, share) => sum + share);

    private static Fraction[] OnGrid(double[] shares, Fraction total)
    {
        Fraction[] written = [.. shares.Select(share => new Fraction(new BigInteger(Math.Round(share * Grid)), Grid))];
        var off = (total - Total(written)) / new Fraction(written.Length, 1);
        return Array.ConvertAll(written, share => share + off);
    }
}

/// <summary>The sharing nearest to the one there is that leaves no known group more than the least that has to be left. Members who need the
/// same and pay the same stay equal: the mean of all ways to exchange them is as near, and leaves no group more.</summary>
file static class NearestPoint
{
    /// <returns>Null when the programme was not solved.</returns>
    public static (double[] Shares, Fraction Least)? Of(
        SupplyGame game, IReadOnlyList<Fraction> shares, List<(IReadOnlyList<int> Group, Fraction Cost)> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var solver = Solver.CreateSolver("GLOP");
        var kinds = MemberKinds.Of(game, shares);
        var kindOf = new int[shares.Count];
        var pays = new Variable[kinds.Count];
        var left = solver.MakeNumVar(0, double.PositiveInfinity, "left");
        var most = solver.MakeNumVar(0, double.PositiveInfinity, "most");
        var moved = new Variable[kinds.Count];
        var total = Value(shares.Aggregate(Fraction.Zero, (sum, share) => sum + share));
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            foreach (var member in kinds[kind])
                kindOf[member] = kind;
            pays[kind] = solver.MakeNumVar(double.NegativeInfinity, double.PositiveInfinity, "pays");
            moved[kind] = solver.MakeNumVar(0, double.PositiveInfinity, "moved");
            var was = Value(shares[kinds[kind][0]]);
            Bound(double.NegativeInfinity, was, (pays[kind], 1), (moved[kind], -1));
            Bound(was, double.PositiveInfinity, (pays[kind], 1), (moved[kind], 1));
            Bound(double.NegativeInfinity, 0, (moved[kind], 1), (most, -1));
        }

        Bound(total, total, [.. pays.Select((variable, kind) => (variable, (double)kinds[kind].Count))]);
        foreach (var (group, cost) in rows)
            Bound(double.NegativeInfinity, Value(cost), [.. group.GroupBy(member => kindOf[member]).Select(g => (pays[g.Key], (double)g.Count())), (left, -1)]);

        // First the least that has to be left, then the least money moved; among equals the one that asks least of any single member.
        solver.Objective().SetCoefficient(left, 1);
        solver.Objective().SetMinimization();
        if (solver.Solve() != Solver.ResultStatus.OPTIMAL)
            return null;
        var least = Math.Max(0, left.SolutionValue());
        left.SetBounds(0, least);
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(most, 0.001);
        for (var kind = 0; kind < kinds.Count; kind++)
            solver.Objective().SetCoefficient(moved[kind], kinds[kind].Count);
        solver.Objective().SetMinimization();
        if (solver.Solve() != Solver.ResultStatus.OPTIMAL)
            return null;
        return ([.. kindOf.Select(kind => pays[kind].SolutionValue())], new Fraction(new BigInteger(Math.Round(least * 1e9)), 1_000_000_000));

        void Bound(double from, double to, params (Variable Variable, double Factor)[] terms)
        {
            var row = solver.MakeConstraint(from, to);
            foreach (var (variable, factor) in terms)
                row.SetCoefficient(variable, factor);
        }
    }

    private static double Value(Fraction fraction) => (double)fraction.Numerator / (double)fraction.Denominator;
}
