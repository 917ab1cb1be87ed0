namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Why an agreement that runs is not changed.</summary>
public static class AgreementRefusals
{
    public static readonly Refusal NotAhead = new("periodNotAhead", "A change begins with a charge period that is still to come and not posted.");

    public static readonly Refusal Fixed = new("agreementFixed", "The agreed quantities of this lot cannot be changed.");

    public static readonly Refusal VariationTooLarge = new("variationTooLarge", "The tender's terms do not allow a change as large as this.");

    public static readonly Refusal JoiningNotAllowed = new("joiningNotAllowed", "Nobody can join this lot now.");

    public static readonly Refusal LeavingNotAllowed = new("leavingNotAllowed", "Nobody can leave this lot by the tender's terms.");

    public static readonly Refusal NoticeTooShort = new("noticeTooShort", "Who leaves gives notice.");

    public static readonly Refusal NotTaken = new("lotNotTaken", "The member takes nothing of this lot.");

    public static readonly Refusal AlreadyIn = new("alreadyIn", "The member takes some of this lot already.");

    public static readonly Refusal HasBid = new("bidderCannotJoin", "An organisation that bid in a round cannot join it.");

    public static readonly Refusal OutsideOffer = new("outsideOffer", "The supplier's offer does not hold for the new total.");
}
