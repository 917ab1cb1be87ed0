using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>What a person who may score the bids of a round says of its interests.</summary>
public sealed class InterestDeclaration
{
    private InterestDeclaration()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public InterestDeclarationId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public string Person { get; private set; } = "";

    /// <summary>What the person is told apart by.</summary>
    public string PersonKey { get; private set; } = "";

    public bool HasInterest { get; private set; }

    /// <summary>In whom; empty with an interest: in the whole round.</summary>
    public IReadOnlyList<OrganisationId> SupplierIds { get; private set; } = [];

    public string? Note { get; private set; }

    public DateTimeOffset DeclaredAt { get; private set; }

    public int Version { get; private set; }

    public static InterestDeclaration Declare(
        ClusterId cluster, RoundId round, string person, bool hasInterest, IReadOnlyList<OrganisationId> suppliers, string? note, DateTimeOffset now)
    {
        var declaration = new InterestDeclaration
        {
            ClusterId = cluster,
            Id = InterestDeclarationId.New(),
            RoundId = round,
            Person = person,
            PersonKey = PersonName.Plain(person),
        };
        declaration.Say(hasInterest, suppliers, note, now);
        return declaration;
    }

    /// <summary>More can be declared later, never less: else one could learn whose bid is whose by declaring and taking back.</summary>
    public void Restate(bool hasInterest, IReadOnlyList<OrganisationId> suppliers, string? note, DateTimeOffset now)
    {
        var keepsAll = hasInterest && (suppliers.Count == 0 || (SupplierIds.Count > 0 && SupplierIds.All(suppliers.Contains)));
        if (HasInterest && !keepsAll)
            throw EvaluationRefusals.InterestStays.Because("Declare at least what you declared before.");

        Say(hasInterest, suppliers, note, now);
    }

    /// <summary>Whether the person may not score this supplier's bid.</summary>
    public bool Concerns(OrganisationId supplier) => HasInterest && (SupplierIds.Count == 0 || SupplierIds.Contains(supplier));

    private void Say(bool hasInterest, IReadOnlyList<OrganisationId> suppliers, string? note, DateTimeOffset now)
    {
        (HasInterest, SupplierIds, Note, DeclaredAt) = (hasInterest, [.. suppliers.Distinct()], note, now);
        Version++;
    }
}
