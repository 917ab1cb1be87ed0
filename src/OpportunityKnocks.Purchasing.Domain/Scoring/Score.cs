using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>How good a bid is in something: from 0 to 1 with up to six decimals, kept as whole millionths.</summary>
public readonly record struct Score
{
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public Score(long millionths)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(millionths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(millionths, EvaluationFactor.One);
        Millionths = millionths;
    }

    public long Millionths { get; }

    /// <summary>Reads <c>0</c>, <c>0.85</c> or <c>1</c>.</summary>
    public static bool TryParse(string? text, out Score score)
    {
        var isScore = EvaluationFactor.TryParseScore(text, out var millionths);
        score = isScore ? new Score(millionths) : default;
        return isScore;
    }

    /// <summary>Without trailing zeros.</summary>
    public override string ToString() => new Fraction(Millionths, EvaluationFactor.One).ToDecimal(0, 6);
}
