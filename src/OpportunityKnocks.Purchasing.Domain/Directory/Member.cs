namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>An organisation's membership of a cluster.</summary>
public sealed class Member
{
    private readonly List<GroupId> _groups = [];

    private Member()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public MemberId Id { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>The share of VAT the member recovers; what it cannot recover is part of its cost.</summary>
    public Percent VatRecovery { get; private set; }

    public IReadOnlyList<GroupId> Groups => _groups;

    public bool Active { get; private set; }

    public int Version { get; private set; }

    public static Member Join(ClusterId cluster, OrganisationId organisation, Percent vatRecovery, IEnumerable<GroupId> groups)
    {
        var member = new Member
        {
            ClusterId = cluster,
            Id = MemberId.New(),
            OrganisationId = organisation,
            VatRecovery = vatRecovery,
            Active = true,
            Version = 1,
        };
        member._groups.AddRange(groups.Distinct());
        return member;
    }

    public void Change(Percent vatRecovery, IEnumerable<GroupId> groups, bool active)
    {
        VatRecovery = vatRecovery;
        Active = active;
        _groups.Clear();
        _groups.AddRange(groups.Distinct());
        Version++;
    }
}
