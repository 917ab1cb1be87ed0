namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>Why a round ends without a purchase: the ten reasons of the eForms code list <c>non-award-justification</c>, in our words.</summary>
public enum NonAwardReason
{
    /// <summary>No bid came (no-rece).</summary>
    NoBids,

    /// <summary>Bids came, but none that can be considered (all-rej).</summary>
    NoneSuitable,

    /// <summary>Only one bid can be considered, which is too few to compare (one-admi).</summary>
    OnlyOneSuitable,

    /// <summary>The members no longer need it, or need something else, or too little of it (chan-need).</summary>
    NeedChanged,

    /// <summary>There is not enough money (ins-fund).</summary>
    FundsInsufficient,

    /// <summary>A technical or procedural error (tch-proc).</summary>
    ProcedureError,

    /// <summary>A court or review body decided so (rev-body).</summary>
    LegalReview,

    /// <summary>A supplier complained, and the cluster took its decision back (rev-buyer).</summary>
    Complaint,

    /// <summary>The supplier that won would not sign (no-signed).</summary>
    ContractRefused,

    Other,
}
