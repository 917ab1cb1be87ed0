namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>The shares under which the group that is worst off gains the most by staying: maximise e so that <c>x(S) + e &lt;= c(S)</c> for every
/// group S that is not settled, while the settled ones pay what they pay. An exact linear programme: its dual, which has one row a member, by
/// the simplex method on fractions with Bland's rule, which never cycles (Bland, "New finite pivoting rules for the simplex method", 1977).</summary>
internal sealed class LeastExcess
{
    private readonly CostGame _game;
    private readonly int[] _open;
    private readonly (int Group, Fraction Pays)[] _settled;
    private readonly Fraction[][] _inverse;
    private readonly int[] _basis;
    private readonly Fraction[] _values;
    private readonly int _rows;

    private LeastExcess(CostGame game, int[] open, (int, Fraction)[] settled)
    {
        (_game, _open, _settled, _rows) = (game, open, settled, game.Members + 1);
        _inverse = [.. Enumerable.Range(0, _rows).Select(i => Enumerable.Range(0, _rows).Select(j => i == j ? Fraction.One : Fraction.Zero).ToArray())];
        _basis = [.. Enumerable.Range(0, _rows).Select(Artificial)];
        _values = [.. Enumerable.Range(0, _rows).Select(row => row == _rows - 1 ? Fraction.One : Fraction.Zero)];
    }

    /// <param name="open">The groups whose excess is at stake.</param>
    /// <param name="settled">Groups whose payment is fixed; their bits are independent of each other.</param>
    /// <returns>The shares, the excess e, and the groups that are at it in every best solution.</returns>
    public static (Fraction[] Shares, Fraction Excess, int[] Tight) Solve(
        CostGame game, int[] open, (int Group, Fraction Pays)[] settled, CancellationToken ct)
    {
        var programme = new LeastExcess(game, open, settled);
        programme.Run(column => column < 0 ? Fraction.One : Fraction.Zero, ct);
        programme.Run(programme.Cost, ct);

        var multipliers = programme.Multipliers(programme.Cost);
        int[] tight = [.. Enumerable.Range(0, programme._rows)
            .Where(row => programme._basis[row] >= 0 && programme._basis[row] < open.Length && programme._values[row] > Fraction.Zero)
            .Select(row => open[programme._basis[row]])];
        return (multipliers[..game.Members], multipliers[^1], tight);
    }

    // Columns: the open groups; then each settled one twice, for its multiplier is free; artificial ones are negative.
    private int Columns => _open.Length + (2 * _settled.Length);

    private static int Artificial(int row) => -1 - row;

    private Fraction Cost(int column) => column < 0 ? Fraction.Zero
        : column < _open.Length ? _game.RequireCost(_open[column])
        : (column - _open.Length) % 2 == 0 ? _settled[(column - _open.Length) / 2].Pays
        : -_settled[(column - _open.Length) / 2].Pays;

    private (int Group, int Sign, bool CountsAsOpen) Column(int column) => column < _open.Length
        ? (_open[column], 1, true)
        : (_settled[(column - _open.Length) / 2].Group, (column - _open.Length) % 2 == 0 ? 1 : -1, false);

    private void Run(Func<int, Fraction> cost, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var multipliers = Multipliers(cost);
            var entering = Enumerable.Range(0, Columns).FirstOrDefault(column => cost(column) - Times(multipliers, column) < Fraction.Zero, -1);
            if (entering < 0)
                return;
            Pivot(entering, Direction(entering));
        }
    }

    private Fraction[] Multipliers(Func<int, Fraction> cost)
    {
        var multipliers = new Fraction[_rows];
        for (var row = 0; row < _rows; row++)
        {
            var price = cost(_basis[row]);
            for (var j = 0; j < _rows && price != Fraction.Zero; j++)
                multipliers[j] += price * _inverse[row][j];
        }

        return multipliers;
    }

    private Fraction Times(Fraction[] vector, int column)
    {
        var (group, sign, isOpen) = Column(column);
        var sum = isOpen ? vector[^1] : Fraction.Zero;
        for (var member = 0; member < _game.Members; member++)
        {
            if ((group >> member & 1) == 1)
                sum += vector[member];
        }

        return sign == 1 ? sum : -sum;
    }

    private Fraction[] Direction(int column) => [.. _inverse.Select(row => Times(row, column))];

    private void Pivot(int entering, Fraction[] direction)
    {
        var leaving = -1;
        for (var row = 0; row < _rows; row++)
        {
            // An artificial column at zero leaves as soon as it can: it must never become part of the solution again.
            var isIdle = _basis[row] < 0 && _values[row] == Fraction.Zero && direction[row] != Fraction.Zero;
            if (!isIdle && direction[row] <= Fraction.Zero)
                continue;
            if (leaving < 0 || Ratio(row) < Ratio(leaving) || (Ratio(row) == Ratio(leaving) && _basis[row] < _basis[leaving]))
                leaving = row;
        }

        if (leaving < 0)
            throw new InvalidOperationException("The programme has no bound; every game has one.");

        var pivot = direction[leaving];
        _inverse[leaving] = Array.ConvertAll(_inverse[leaving], entry => entry / pivot);
        _values[leaving] /= pivot;
        for (var row = 0; row < _rows; row++)
        {
            if (row == leaving || direction[row] == Fraction.Zero)
                continue;
            for (var j = 0; j < _rows; j++)
                _inverse[row][j] -= direction[row] * _inverse[leaving][j];
            _values[row] -= direction[row] * _values[leaving];
        }

        _basis[leaving] = entering;

        Fraction Ratio(int row) => _values[row] == Fraction.Zero ? Fraction.Zero : _values[row] / direction[row];
    }
}
