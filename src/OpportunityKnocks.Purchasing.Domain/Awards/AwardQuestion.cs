namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Under which rules an award is looked for, and whom it imagines away.</summary>
/// <param name="WithoutMembers">Their needs are left out; empty for a scenario that a round can be closed with.</param>
/// <param name="WithoutSuppliers">Their bids are left out; likewise.</param>
public sealed record AwardQuestion(
    AwardRules Rules, IReadOnlyList<MemberId> WithoutMembers, IReadOnlyList<OrganisationId> WithoutSuppliers)
{
    public static readonly AwardQuestion Plain = Under(AwardRules.None);

    /// <summary>Whether it imagines something that is not so.</summary>
    public bool IsWhatIf => WithoutMembers.Count + WithoutSuppliers.Count > 0;

    public static AwardQuestion Under(AwardRules rules) => new(rules, [], []);
}
