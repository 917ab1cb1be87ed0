namespace OpportunityKnocks.Purchasing.Domain.Needs;

/// <summary>Why a need is refused.</summary>
public static class NeedRefusals
{
    public static readonly Refusal NotStanding = new("needNotStanding", "The need is not standing.");
    public static readonly Refusal NotOpen = new("needNotOpen", "The need can no longer be changed.");
    public static readonly Refusal LotFixed = new("needLotFixed", "A need stays in the lot it is in.");
    public static readonly Refusal MemberInactive = new("memberNotActive", "The need's member is not active in the cluster.");
    public static readonly Refusal UnitDiffers = new("needUnitDiffers", "The need's unit is not the lot's.");
    public static readonly Refusal NotCollecting = new("roundNotCollecting", "The round does not take or change needs now.");
    public static readonly Refusal GroupNotInvited = new("groupNotInvited", "The round is not open to any of the member's groups.");
    public static readonly Refusal LargerQuantity = new("confirmedQuantityLarger", "A need is confirmed as it is or for less, never for more.");
    public static readonly Refusal NotConfirming = new("roundNotConfirming", "The round takes no confirmation of this need now.");
    public static readonly Refusal NotProposed = new("needNotProposed", "The need is not proposed for a lot.");
    public static readonly Refusal ChosenElsewhere = new("needChosenElsewhere", "The need is chosen for a lot of a draft already.");
}
