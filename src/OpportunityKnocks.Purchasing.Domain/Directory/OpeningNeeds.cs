namespace OpportunityKnocks.Purchasing.Domain.Directory;

/// <summary>Whose approval it takes to open sealed bids.</summary>
public enum OpeningNeeds
{
    /// <summary>One coordinator's.</summary>
    OnePerson,

    /// <summary>That of two coordinators who are two persons.</summary>
    TwoPersons,
}
