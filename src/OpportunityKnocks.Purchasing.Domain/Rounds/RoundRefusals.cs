namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>Why a step of a round's life is refused.</summary>
public static class RoundRefusals
{
    public static readonly Refusal WrongState = new("roundStateForbids", "The round's state does not allow this step.");
    public static readonly Refusal NoLots = new("roundWithoutLots", "A round has at least one lot.");
    public static readonly Refusal DatesOutOfOrder = new("roundDatesOutOfOrder", "The round's dates are not in order.");
    public static readonly Refusal BidsNotClosed = new("bidsNotClosed", "Bids are open until the deadline: never early.");
    public static readonly Refusal StandstillRunning = new("standstillRunning", "The standstill is not over.");
    public static readonly Refusal OnlyLater = new("deadlineOnlyLater", "A deadline is only ever moved to later.");
    public static readonly Refusal DeadlinePassed = new("deadlinePassed", "The deadline has passed.");
    public static readonly Refusal ReviewRunning = new("reviewRunning", "Members can still confirm.");
    public static readonly Refusal SecondPersonNeeded = new("secondPersonNeeded", "It takes two persons.");
    public static readonly Refusal SealingKeyLost = new("sealingKeyLost", "The key that opens the bids cannot be had.");
    public static readonly Refusal NothingAmended = new("nothingAmended", "An amendment changes something.");
    public static readonly Refusal NoticeTooShort = new("amendmentNoticeTooShort", "Bidders need time to answer changed terms.");
    public static readonly Refusal AmendedLotUnknown = new("amendedLotUnknown", "The amendment names a lot the round does not have.", RefusalKind.Invalid);
    public static readonly Refusal AcceptanceRunning = new("acceptanceRunning", "Members can still accept or decline.");
    public static readonly Refusal WeightsOutOfRange = new("weightsOutOfRange", "The weights do not leave 1 percent for the price.", RefusalKind.Invalid);
    public static readonly Refusal UnknownLeadBuyer = new("unknownLeadBuyer", "The lead buyer is not a member of this cluster.", RefusalKind.Invalid);
}
