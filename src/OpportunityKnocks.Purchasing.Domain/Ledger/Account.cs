namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Whose account it is.</summary>
public enum AccountKind
{
    /// <summary>What a member was charged.</summary>
    Member,

    /// <summary>What is due to a supplier.</summary>
    Supplier,

    /// <summary>What a round collected and passes on; zero once a settlement is posted.</summary>
    RoundClearing,

    /// <summary>The pennies by which a supplier's own VAT differs from the sum of the members'.</summary>
    VatRounding,

    /// <summary>The cluster's account at its bank.</summary>
    Bank,
}

/// <summary>One account of a cluster's ledger.</summary>
/// <param name="Owner">The id of the member, the supplying organisation, the round or, for what is the cluster's own, the cluster.</param>
public readonly record struct Account(AccountKind Kind, Guid Owner)
{
    public static Account Of(MemberId member) => new(AccountKind.Member, member.Value);

    public static Account Of(OrganisationId supplier) => new(AccountKind.Supplier, supplier.Value);

    public static Account ClearingOf(RoundId round) => new(AccountKind.RoundClearing, round.Value);

    public static Account VatRoundingOf(ClusterId cluster) => new(AccountKind.VatRounding, cluster.Value);

    public static Account BankOf(ClusterId cluster) => new(AccountKind.Bank, cluster.Value);
}
