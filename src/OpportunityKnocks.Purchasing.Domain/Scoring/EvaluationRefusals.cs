namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>Why a step of the evaluation is refused.</summary>
public static class EvaluationRefusals
{
    public static readonly Refusal NothingToScore = new("roundWithoutCriteria", "The round weighs nothing but the price.");
    public static readonly Refusal NotEvaluating = new("roundNotEvaluating", "Bids are evaluated between their opening and the award.");
    public static readonly Refusal DeclarationMissing = new("declarationMissing", "Who scores says first whether it has an interest.");
    public static readonly Refusal InterestDeclared = new("interestDeclared", "Who has an interest in a supplier does not score its bid.");
    public static readonly Refusal InterestStays = new("interestStays", "An interest that was declared is not taken back in the same round.");
    public static readonly Refusal UnknownCriterion = new("unknownCriterion", "The round has no such criterion.", RefusalKind.Invalid);
    public static readonly Refusal CriterionTwice = new("criterionTwice", "A criterion is scored once.", RefusalKind.Invalid);
    public static readonly Refusal NoIndividualScore = new("individualScoreMissing", "A consensus rests on at least one individual score.");
    public static readonly Refusal ConsensusGiven = new("consensusGiven", "The consensus is there.");
    public static readonly Refusal ScoresMissing = new("scoresMissing", "A consensus is missing.");
    public static readonly Refusal UnknownSupplier = new("unknownSupplier", "The cluster knows no such supplier.", RefusalKind.Invalid);
    public static readonly Refusal NotAbnormallyLow = new("notAbnormallyLow", "The bid's price is not abnormally low.");
    public static readonly Refusal AnswerNeedsTime = new("answerNeedsTime", "The supplier needs time to answer.", RefusalKind.Invalid);
    public static readonly Refusal AnswerTooLate = new("priceAnswerTooLate", "The question on the price takes no answer now.");
    public static readonly Refusal SupplierNotHeard = new("supplierNotHeard", "Nobody is excluded for a low price unheard.");
    public static readonly Refusal LowPriceUndecided = new("abnormallyLowUndecided", "An abnormally low price waits for a decision.");
}
