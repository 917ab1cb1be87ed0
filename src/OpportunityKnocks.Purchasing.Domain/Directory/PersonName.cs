namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>Persons are told apart by the name their client was registered with.</summary>
public static class PersonName
{
    /// <summary>Two names that differ only in case or spacing are one person.</summary>
    public static string Plain(string person) =>
        string.Join(' ', person.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
