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
}
