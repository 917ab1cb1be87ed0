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

    public int Version { get; private set; }

    public static Cluster Found(string name, Currency currency, BankHolidayDivision bankHolidays) =>
        new() { Id = ClusterId.New(), Name = name, Currency = currency, BankHolidays = bankHolidays, Version = 1 };

    /// <param name="bankHolidays">Null leaves what is there.</param>
    public void Rename(string name, BankHolidayDivision? bankHolidays)
    {
        (Name, BankHolidays) = (name, bankHolidays ?? BankHolidays);
        Version++;
    }
}
