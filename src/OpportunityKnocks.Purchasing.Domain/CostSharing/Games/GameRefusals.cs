namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>Why a cost cannot be shared as asked.</summary>
public static class GameRefusals
{
    public static readonly Refusal TooManyMembers = new("tooManyMembers", "The method does not take so many members.");
    public static readonly Refusal CannotBeSupplied = new("cannotBeSupplied", "A quantity cannot be supplied.");
    public static readonly Refusal NeedsTariff = new("methodNeedsTariff", "The method shares by quantity, and needs a tariff.");
    public static readonly Refusal NoWeights = new("noWeights", "There is nothing to share the cost by.");
}
