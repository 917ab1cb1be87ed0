using FluentValidation;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>What the member pays today.</summary>
/// <param name="UnitPrice">Per unit and period.</param>
/// <param name="Vat">Whether the price includes VAT.</param>
/// <param name="VatRate">The VAT rate of the price; 0 for a supplier that charges none.</param>
/// <param name="SwitchingCost">What changing to another supplier would cost the member once, as it bears it, in the cluster's currency: leaving
/// fees, setting up, training. Savings are told after it.</param>
public sealed record BaselineDetails(UnitPrice UnitPrice, VatTreatment Vat, Percent VatRate, BaselineSource Source, UnitPrice? SwitchingCost = null);

/// <summary>What a member says of a need.</summary>
/// <param name="CategoryCode">CPV, eight digits.</param>
/// <param name="Quantity">Whole units, per period of the lot.</param>
/// <param name="Unit">UN/CEFACT Recommendation 20 code; the lot's, if there is one.</param>
/// <param name="LotId">The lot it is for; without it the need is standing.</param>
/// <param name="Ceiling">The most the member pays per unit and period, all in: net, VAT it cannot recover, fees.</param>
/// <param name="AnyPrice">Say true to give no ceiling.</param>
/// <param name="Bundle">Needs of one member with the same bundle leave a round together.</param>
/// <param name="Tolerance">How many units more the member would accept, to fill a pack.</param>
public sealed record NeedDetails(
    string CategoryCode,
    string Description,
    long Quantity,
    string Unit,
    Guid? LotId = null,
    DateOnly? NeededBy = null,
    BaselineDetails? Baseline = null,
    UnitPrice? Ceiling = null,
    bool AnyPrice = false,
    string? Bundle = null,
    long Tolerance = 0)
{
    public NeedTerms ToTerms() => new(
        CategoryCode,
        Description,
        Quantity,
        Unit,
        NeededBy,
        Baseline is { } b ? new Baseline(b.UnitPrice, b.Vat, b.VatRate, b.Source, b.SwitchingCost) : null,
        Ceiling,
        Bundle,
        Tolerance);
}

public sealed class NeedDetailsValidator : AbstractValidator<NeedDetails>
{
    public NeedDetailsValidator()
    {
        RuleFor(n => n.CategoryCode).Must(code => Categories.Find(code) is not null)
            .WithMessage("is not a CPV category of eight digits; search /v1/categories");
        RuleFor(n => n.Unit).Must(unit => Units.Find(unit) is not null).WithMessage("is not a unit code; see /v1/units");
        RuleFor(n => n.Description).NotEmpty().MaximumLength(2000);
        RuleFor(n => n.Quantity).InclusiveBetween(1, Quantities.Maximum);
        RuleFor(n => n.Tolerance).InclusiveBetween(0, Quantities.Maximum);
        RuleFor(n => n.Bundle).Length(1, 100);
        RuleFor(n => n.Ceiling).Must((need, ceiling) => ceiling is null == need.AnyPrice)
            .WithMessage("give a ceiling, or say anyPrice: true; not both");
    }
}

/// <summary>A need as its member sees it; the coordinator sees it without ceiling, anyPrice and bundle until its round's bids are opened.</summary>
/// <param name="AnyPrice">Whether the need has no ceiling.</param>
/// <param name="MaximumCost">The most it can cost over the lot's term, all in: ceiling x (quantity + tolerance) x periods. Left out without
/// a ceiling and while the need is in no lot.</param>
/// <param name="ConfirmedAt">When its member last confirmed it in review.</param>
/// <param name="ChosenForLotId">The lot of a draft it is chosen for; for coordinators: its member learns of it when the round is published.</param>
public sealed record NeedResponse(
    Guid Id,
    Guid MemberId,
    NeedState State,
    Guid? RoundId,
    Guid? LotId,
    string CategoryCode,
    string Description,
    long Quantity,
    string Unit,
    DateOnly? NeededBy,
    BaselineDetails? Baseline,
    UnitPrice? Ceiling,
    bool? AnyPrice,
    string? Bundle,
    long Tolerance,
    Money? MaximumCost,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? ConfirmedAt,
    Guid? ChosenForLotId,
    int Version) : IVersioned
{
    /// <param name="withSealed">Whether to tell what is sealed from everyone but the member: ceiling, what follows from it, and bundle.</param>
    /// <param name="chosenFor">Never told to a member.</param>
    public static NeedResponse Of(Need need, Money? maximumCost, bool withSealed = true, LotId? chosenFor = null) => new(
        need.Id.Value,
        need.MemberId.Value,
        need.State,
        need.RoundId?.Value,
        need.LotId?.Value,
        need.CategoryCode,
        need.Description,
        need.Quantity,
        need.Unit,
        need.NeededBy,
        need.Baseline is { } b ? new BaselineDetails(b.Price, b.Vat, b.VatRate, b.Source, b.SwitchingCost) : null,
        withSealed ? need.Ceiling : null,
        withSealed ? need.Ceiling is null : null,
        withSealed ? need.Bundle : null,
        need.Tolerance,
        withSealed ? maximumCost : null,
        need.SubmittedAt,
        need.ConfirmedAt,
        chosenFor?.Value,
        need.Version);
}
