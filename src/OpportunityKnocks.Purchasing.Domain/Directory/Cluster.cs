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

    public int Version { get; private set; }

    public static Cluster Found(string name, Currency currency) =>
        new() { Id = ClusterId.New(), Name = name, Currency = currency, Version = 1 };

    public void Rename(string name)
    {
        Name = name;
        Version++;
    }
}
