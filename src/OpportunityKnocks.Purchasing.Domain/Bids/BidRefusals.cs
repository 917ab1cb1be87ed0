namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>Why a bid, or a look at one, is refused.</summary>
public static class BidRefusals
{
    public static readonly Refusal NotSubmitted = new("bidNotSubmitted", "The bid is not submitted.");
    public static readonly Refusal NotTendering = new("roundNotTendering", "The round does not take bids now.");
    public static readonly Refusal TooLate = new("bidTooLate", "The bids' deadline has passed.");
    public static readonly Refusal HasNeed = new("memberInRound", "An organisation with a need in a round cannot bid in it.");
    public static readonly Refusal Sealed = new("bidsSealed", "Bids are sealed until they are opened.");
    public static readonly Refusal NoLot = new("bidWithoutLots", "A bid offers at least one lot.", RefusalKind.Invalid);
    public static readonly Refusal LotTwice = new("lotOfferedTwice", "A bid offers a lot once.", RefusalKind.Invalid);
    public static readonly Refusal RegistrationDiffers = new(
        "vatRegistrationDiffers", "The VAT category contradicts whether the supplier is registered for VAT.", RefusalKind.Invalid);
    public static readonly Refusal UnknownLot = new("unknownLot", "The bid names a lot the tender does not have.", RefusalKind.Invalid);
    public static readonly Refusal RequirementsUnanswered = new(
        "requirementsUnanswered", "Every requirement of the tender must be answered, once.", RefusalKind.Invalid);
    public static readonly Refusal TermsChanged = new("termsChanged", "The tender's terms have changed.");
    public static readonly Refusal NotStale = new("bidNotStale", "The bid is for the terms that hold.");
    public static readonly Refusal AnswersMissing = new("newRequirementUnanswered", "A requirement came in that the bid does not answer.");
    public static readonly Refusal PackageMalformed = new(
        "packageMalformed", "A package has an id of its own and names lots, each once.", RefusalKind.Invalid);
    public static readonly Refusal VatDiffersInLot = new(
        "vatDiffersInLot", "All that a bid offers of a lot has one VAT category and rate.", RefusalKind.Invalid);
    public static readonly Refusal DiscountsDoNotRise = new(
        "discountsDoNotRise", "Each volume discount begins at a larger quantity than the one before.", RefusalKind.Invalid);
    public static readonly Refusal CriterionUnknown = new(
        "criterionUnknown", "The bid answers a quality criterion that the tender does not have, or one twice.", RefusalKind.Invalid);
    public static readonly Refusal DocumentMissing = new(
        "documentMissing", "The bid names a document that was not uploaded for it.", RefusalKind.Invalid);
    public static readonly Refusal TooManyDocuments = new("tooManyDocuments", "There are as many documents as a supplier may upload for a tender.");
    public static readonly Refusal CurrencyDiffers = new("currencyDiffers", "The amount is not in the cluster's currency.", RefusalKind.Invalid);
}
