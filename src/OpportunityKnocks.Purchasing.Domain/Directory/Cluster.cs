using OpportunityKnocks.Purchasing.Domain.Calendar;

namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>The tenant: organisations that buy together, in one currency.</summary>
public sealed class Cluster
{
    private Cluster()
    {
    }

    public ClusterId Id { get; private set; }

    public string Name { get; private set; } = "";

    public Currency Currency { get; private set; }

    /// <summary>Whose bank holidays count in periods of working days.</summary>
    public BankHolidayDivision BankHolidays { get; private set; }

    /// <summary>Whose approval opens the bids of its tenders; a tender that is open keeps what held when it was opened.</summary>
    public OpeningNeeds OpeningNeeds { get; private set; }

    public int Version { get; private set; }

    public static Cluster Found(string name, Currency currency, BankHolidayDivision bankHolidays, OpeningNeeds openingNeeds) => new()
    {
        Id = ClusterId.New(),
        Name = name,
        Currency = currency,
        BankHolidays = bankHolidays,
        OpeningNeeds = openingNeeds,
        Version = 1,
    };

    /// <param name="bankHolidays">Null leaves what is there.</param>
    /// <param name="openingNeeds">Null leaves what is there.</param>
    public void Change(string name, BankHolidayDivision? bankHolidays, OpeningNeeds? openingNeeds)
    {
        (Name, BankHolidays, OpeningNeeds) = (name, bankHolidays ?? BankHolidays, openingNeeds ?? OpeningNeeds);
        Version++;
    }
}
