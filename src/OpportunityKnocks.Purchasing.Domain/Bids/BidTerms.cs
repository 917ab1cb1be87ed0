using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>A supplier's answer to one pass/fail requirement.</summary>
public sealed record RequirementAnswer(RequirementId RequirementId, bool Met, string? Note);

/// <summary>What one version of a bid says: an offer for some or all lots, and an answer to every requirement.</summary>
public sealed record BidTerms
{
    /// <param name="vatRegistered">A supplier that is not registered for VAT charges none; one that is names a category that says so.</param>
    /// <exception cref="DomainException"><see cref="BidRefusals.NoLot"/>, <see cref="BidRefusals.LotTwice"/> or
    /// <see cref="BidRefusals.RegistrationDiffers"/></exception>
    public BidTerms(bool vatRegistered, IReadOnlyList<RequirementAnswer> answers, IReadOnlyList<LotOffer> lots)
    {
        if (lots.Count == 0)
            throw BidRefusals.NoLot.Because("lots: offer at least one lot.");
        if (lots.CountBy(lot => lot.LotId).FirstOrDefault(lot => lot.Value > 1) is { Value: > 1 } twice)
            throw BidRefusals.LotTwice.Because($"lots: the lot {twice.Key.Value} is offered {twice.Value} times.");
        if (lots.FirstOrDefault(lot => (lot.VatCategory == VatCategory.NotRegistered) == vatRegistered) is { } differs)
        {
            throw BidRefusals.RegistrationDiffers.Because(
                $"lots: with vatRegistered {(vatRegistered ? "true" : "false")} the lot {differs.LotId.Value} cannot have this vatCategory.");
        }

        (VatRegistered, Answers, Lots) = (vatRegistered, answers, lots);
    }

    public bool VatRegistered { get; }

    public IReadOnlyList<RequirementAnswer> Answers { get; }

    public IReadOnlyList<LotOffer> Lots { get; }
}
