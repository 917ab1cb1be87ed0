namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>A named part of a cluster (a micro-cluster): rounds can be open to some groups only, reports can be by group.</summary>
public sealed class Group
{
    private Group()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public GroupId Id { get; private set; }

    public string Name { get; private set; } = "";

    public int Version { get; private set; }

    public static Group Form(ClusterId cluster, string name) =>
        new() { ClusterId = cluster, Id = GroupId.New(), Name = name, Version = 1 };

    public void Rename(string name)
    {
        Name = name;
        Version++;
    }
}
