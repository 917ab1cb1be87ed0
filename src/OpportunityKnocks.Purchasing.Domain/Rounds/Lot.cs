namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>The length of one charge period.</summary>
public enum PeriodUnit
{
    Once,
    Month,
    Quarter,
    Year,
}

/// <summary>When and how often a lot is supplied and charged.</summary>
/// <param name="StartsOn">The first day of the first charge period.</param>
/// <param name="Periods">How many charge periods; 1 for a one-off.</param>
public sealed record Term(DateOnly StartsOn, PeriodUnit PeriodUnit, int Periods)
{
    public const int MaximumPeriods = 120;

    /// <summary>The first day of a charge period.</summary>
    /// <param name="period">1 is the first.</param>
    public DateOnly StartOf(int period) => PeriodUnit switch
    {
        PeriodUnit.Once => StartsOn,
        PeriodUnit.Month => StartsOn.AddMonths(period - 1),
        PeriodUnit.Quarter => StartsOn.AddMonths(3 * (period - 1)),
        PeriodUnit.Year => StartsOn.AddYears(period - 1),
        _ => throw new InvalidOperationException($"No such period unit: {PeriodUnit}."),
    };

    /// <summary>The last day of the term; for a one-off its only day.</summary>
    public DateOnly EndsOn => PeriodUnit == PeriodUnit.Once ? StartsOn : StartOf(Periods + 1).AddDays(-1);
}

/// <summary>What a round asks for in one lot.</summary>
/// <param name="CategoryCode">CPV, eight digits.</param>
/// <param name="Unit">UN/CEFACT Recommendation 20 code.</param>
/// <param name="PackSize">The units of one pack: only whole packs are ordered.</param>
/// <param name="MinimumQuantity">Units per period below which the lot is not tendered.</param>
/// <param name="Divisible">Whether several suppliers may supply it: goods by the unit.</param>
public sealed record LotTerms(
    string Title,
    string Specification,
    string CategoryCode,
    string Unit,
    Term Term,
    long PackSize = 1,
    long MinimumQuantity = 1,
    bool Divisible = false);

/// <summary>One pooled line of a round.</summary>
public sealed class Lot
{
    private Lot()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public LotId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    /// <summary>1, 2, 3, ... within the round; the order in which ties are broken.</summary>
    public int Number { get; private set; }

    public string Title { get; private set; } = "";

    public string Specification { get; private set; } = "";

    public string CategoryCode { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public DateOnly StartsOn { get; private set; }

    public PeriodUnit PeriodUnit { get; private set; }

    public int Periods { get; private set; }

    /// <summary>The units of one pack: only whole packs are ordered.</summary>
    public long PackSize { get; private set; }

    /// <summary>Units per period below which the lot is not tendered.</summary>
    public long MinimumQuantity { get; private set; }

    /// <summary>Whether several suppliers may supply it.</summary>
    public bool Divisible { get; private set; }

    /// <summary>The pooled quantity per period, frozen when the tender opened; null before.</summary>
    public long? PooledQuantity { get; private set; }

    /// <summary>How many members the pooled quantity comes from; null before the tender opened.</summary>
    public int? PooledMembers { get; private set; }

    public Term Term => new(StartsOn, PeriodUnit, Periods);

    internal static Lot Describe(ClusterId cluster, RoundId round, int number, LotTerms terms) => new()
    {
        ClusterId = cluster,
        Id = LotId.New(),
        RoundId = round,
        Number = number,
        Title = terms.Title,
        Specification = terms.Specification,
        CategoryCode = terms.CategoryCode,
        Unit = terms.Unit,
        StartsOn = terms.Term.StartsOn,
        PeriodUnit = terms.Term.PeriodUnit,
        Periods = terms.Term.Periods,
        PackSize = terms.PackSize,
        MinimumQuantity = terms.MinimumQuantity,
        Divisible = terms.Divisible,
    };

    internal LotTerms ToTerms() => new(Title, Specification, CategoryCode, Unit, Term, PackSize, MinimumQuantity, Divisible);

    /// <returns>Whether it reads differently now.</returns>
    internal bool Reword(LotAmendment amendment)
    {
        var before = (Title, Specification);
        (Title, Specification) = (amendment.Title ?? Title, amendment.Specification ?? Specification);
        return before != (Title, Specification);
    }

    internal void Freeze(PooledDemand? demand) => (PooledQuantity, PooledMembers) = (demand?.Quantity ?? 0, demand?.Members ?? 0);
}

/// <summary>What a lot's needs add up to when collection closes.</summary>
public sealed record PooledDemand(LotId LotId, long Quantity, int Members);

/// <summary>A condition every bid must meet: passed or failed, never weighed.</summary>
public sealed class Requirement
{
    private Requirement()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public RequirementId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public int Number { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The version of the tender's terms that it came in with: a bid for an older version does not answer it.</summary>
    public int SinceTerms { get; private set; }

    internal static Requirement State(ClusterId cluster, RoundId round, int number, string text, int sinceTerms) =>
        new() { ClusterId = cluster, Id = RequirementId.New(), RoundId = round, Number = number, Text = text, SinceTerms = sinceTerms };
}
