namespace OpportunityKnocks.Purchasing.Domain.Grants;

/// <summary>What a coordinator says of a grant.</summary>
/// <param name="Funder">Who gives it.</param>
/// <param name="From">The first day it is for.</param>
/// <param name="Until">The last day it is for.</param>
public sealed record GrantTerms(string Funder, Money Amount, DateOnly From, DateOnly Until, string Note);

/// <summary>Money somebody gives the cluster to work with: what a funder holds the savings against.</summary>
public sealed class Grant
{
    private Grant()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public GrantId Id { get; private set; }

    public string Funder { get; private set; } = "";

    /// <summary>Minor units of the cluster's currency, for all its days.</summary>
    public long Amount { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly Until { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>The last day it was paid for, if it ended before its time.</summary>
    public DateOnly? EndedOn { get; private set; }

    public int Version { get; private set; }

    public static Grant Record(ClusterId cluster, GrantTerms terms)
    {
        var grant = new Grant { ClusterId = cluster, Id = GrantId.New() };
        grant.Take(terms);
        return grant;
    }

    public void Change(GrantTerms terms)
    {
        RequireRunning();
        Take(terms);
    }

    /// <summary>It ends before its time: what was not paid for its remaining days counts no more.</summary>
    /// <param name="on">The last day that counts; the day before the first if none does.</param>
    public void End(DateOnly on)
    {
        RequireRunning();
        if (on < From.AddDays(-1) || on >= Until)
            throw GrantRefusals.EndOutOfRange.Because($"It is for {From:yyyy-MM-dd} to {Until:yyyy-MM-dd}. The day before its first leaves nothing of it.");

        EndedOn = on;
        Version++;
    }

    /// <summary>The part of the amount that falls on the days asked for, each of its days an equal part, half up to the minor unit.</summary>
    /// <param name="from">Included; null is as early as can be.</param>
    /// <param name="to">Included; null is as late as can be.</param>
    public long AmountIn(DateOnly? from, DateOnly? to)
    {
        var first = from > From ? from.Value : From;
        var last = EndedOn ?? Until;
        last = to < last ? to.Value : last;
        var days = last < first ? 0 : last.DayNumber - first.DayNumber + 1;
        return checked((long)Rounding.HalfUp((Int128)Amount * days, Until.DayNumber - From.DayNumber + 1));
    }

    private void RequireRunning()
    {
        if (EndedOn is { } day)
            throw GrantRefusals.Ended.Because($"It ended on {day:yyyy-MM-dd}. Record a new one.");
    }

    private void Take(GrantTerms terms)
    {
        if (terms.Until < terms.From)
            throw GrantRefusals.DatesOutOfOrder.Because("until is before from.");
        if (terms.Amount.MinorUnits <= 0)
            throw GrantRefusals.NothingGranted.Because("The amount is more than nothing.");

        (Funder, Amount, From, Until, Note) = (terms.Funder, terms.Amount.MinorUnits, terms.From, terms.Until, terms.Note);
        Version++;
    }
}
