using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>A lot as suppliers price it.</summary>
/// <param name="Periods">How often the quantity is supplied; 1 for a one-off.</param>
/// <param name="Quantity">The pooled demand, units per period.</param>
/// <param name="Members">How many members the demand comes from.</param>
public sealed record TenderLot(LotId Id, int Number, int Periods, long Quantity, int Members);

/// <summary>A pass/fail requirement of the tender.</summary>
public sealed record TenderRequirement(RequirementId Id, int Number, string Text)
{
    /// <summary>The version of the terms it came in with.</summary>
    public int SinceTerms { get; init; } = 1;
}

/// <summary>A round as suppliers see it: what a bid is held against. Fixed when the round was published, but for amendments;
/// its demand when the tender opened.</summary>
public sealed record Tender(Currency Currency, IReadOnlyList<TenderLot> Lots, IReadOnlyList<TenderRequirement> Requirements)
{
    /// <summary>1 at first, one more with each amendment.</summary>
    public int TermsVersion { get; init; } = 1;

    /// <summary>What bids are scored by.</summary>
    public IReadOnlyList<QualityCriterion> Criteria { get; init; } = [];

    /// <summary>The public key that bids are sealed to, as JSON; null for a moment after an older version of the service opened it.</summary>
    public string? SealingKey { get; init; }

    /// <summary>Refuses a bid that was written for other terms. As long as they are the first ones, it need not say for which.</summary>
    /// <param name="read">The version its supplier has read; null when it does not say.</param>
    public void RequireTerms(int? read)
    {
        if ((read ?? 1) != TermsVersion)
            throw BidRefusals.TermsChanged.Because($"Read the tender and send termsVersion {TermsVersion}, the version of the terms the bid is for.");
    }

    /// <summary>Refuses a bid that does not fit the tender.</summary>
    /// <exception cref="DomainException"><see cref="BidRefusals.UnknownLot"/>, <see cref="BidRefusals.CurrencyDiffers"/> or
    /// <see cref="BidRefusals.RequirementsUnanswered"/></exception>
    public void Require(BidTerms bid)
    {
        for (var i = 0; i < bid.Lots.Count; i++)
        {
            if (Lots.All(lot => lot.Id != bid.Lots[i].LotId))
                throw BidRefusals.UnknownLot.Because($"lots[{i}].lotId: the tender has no lot {bid.Lots[i].LotId.Value}.");
            if (bid.Lots[i].Currency != Currency)
                throw BidRefusals.CurrencyDiffers.Because($"lots[{i}]: the fees are in {bid.Lots[i].Currency}, the cluster buys in {Currency}.");
        }

        for (var i = 0; i < bid.Bundle.Packages.Count; i++)
        {
            if (bid.Bundle.Packages[i].Lots.FirstOrDefault(lot => Lots.All(known => known.Id != lot.LotId)) is { } unknown)
                throw BidRefusals.UnknownLot.Because($"packages[{i}].lots: the tender has no lot {unknown.LotId.Value}.");
            if (bid.Bundle.Packages[i].Lots.Any(lot => lot.Price.Currency != Currency))
                throw BidRefusals.CurrencyDiffers.Because($"packages[{i}].lots: the cluster buys in {Currency}.");
        }

        if (bid.Bundle.FixedFee is { } fee && fee.Currency != Currency)
            throw BidRefusals.CurrencyDiffers.Because($"fixedFee is in {fee.Currency}, the cluster buys in {Currency}.");

        for (var i = 0; i < bid.Bundle.Answered.Count; i++)
        {
            var id = bid.Bundle.Answered[i];
            if (bid.Bundle.Answered.Take(i).Contains(id) || Criteria.All(criterion => criterion.Id != id))
                throw BidRefusals.CriterionUnknown.Because($"qualityAnswers[{i}]: the tender has no criterion {id.Value}, or it is answered already.");
        }

        for (var i = 0; i < bid.Answers.Count; i++)
        {
            var answer = bid.Answers[i];
            if (Requirements.All(requirement => requirement.Id != answer.RequirementId))
                throw BidRefusals.RequirementsUnanswered.Because($"requirements[{i}]: the tender has no requirement {answer.RequirementId.Value}.");
            if (bid.Answers.Take(i).Any(earlier => earlier.RequirementId == answer.RequirementId))
                throw BidRefusals.RequirementsUnanswered.Because($"requirements[{i}]: this requirement is answered already.");
        }

        if (Requirements.FirstOrDefault(requirement => bid.Answers.All(answer => answer.RequirementId != requirement.Id)) is { } missing)
            throw BidRefusals.RequirementsUnanswered.Because($"requirements: requirement {missing.Number} ({missing.Id.Value}) has no answer.");
    }

    /// <summary>Refuses to let an offer stand that leaves a requirement unanswered which came in later.</summary>
    /// <param name="termsOfOffer">The version of the terms it was made for; it answered all of that version.</param>
    public void RequireAnswered(int termsOfOffer)
    {
        if (Requirements.FirstOrDefault(requirement => requirement.SinceTerms > termsOfOffer) is { } missing)
            throw BidRefusals.AnswersMissing.Because($"Requirement {missing.Number} is new. Send the bid again, with an answer to it.");
    }

    /// <summary>The requirements a bid says it does not meet, in the tender's order.</summary>
    public IEnumerable<TenderRequirement> NotMetBy(BidTerms bid) =>
        Requirements.Where(requirement => bid.Answers.Any(answer => answer.RequirementId == requirement.Id && !answer.Met));
}
