namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>How many people work for an organisation, paid or not: what suppliers see of the members' sizes.</summary>
public enum SizeBand
{
    UpTo9,
    From10To49,
    From50To249,
    From250,
}

/// <summary>An org-id of an organisation: a list code of org-id.guide (<c>GB-CHC</c>, <c>GB-COH</c>) and the number on that list.</summary>
public sealed record OrganisationIdentifier(string Scheme, string Value);

/// <summary>A legal body, known to the whole service; its identifiers are unique over the service.</summary>
public sealed class Organisation
{
    private readonly List<OrganisationIdentifier> _identifiers = [];

    private Organisation()
    {
    }

    public OrganisationId Id { get; private set; }

    public string Name { get; private set; } = "";

    public SizeBand Size { get; private set; }

    /// <summary>The outward part of the postcode (<c>LE2</c>): as much as suppliers may ever see of where a member is.</summary>
    public string PostcodeDistrict { get; private set; } = "";

    public IReadOnlyList<OrganisationIdentifier> Identifiers => _identifiers;

    public int Version { get; private set; }

    public static Organisation Register(
        string name, SizeBand size, string postcodeDistrict, IEnumerable<OrganisationIdentifier> identifiers)
    {
        var organisation = new Organisation { Id = OrganisationId.New(), Name = name, Size = size, PostcodeDistrict = postcodeDistrict, Version = 1 };
        organisation._identifiers.AddRange(identifiers);
        return organisation;
    }

    public void Change(string name, SizeBand size, string postcodeDistrict, IReadOnlyCollection<OrganisationIdentifier> identifiers)
    {
        (Name, Size, PostcodeDistrict) = (name, size, postcodeDistrict);
        _identifiers.RemoveAll(i => !identifiers.Contains(i));
        _identifiers.AddRange(identifiers.Where(i => !_identifiers.Contains(i)).ToList());
        Version++;
    }
}
