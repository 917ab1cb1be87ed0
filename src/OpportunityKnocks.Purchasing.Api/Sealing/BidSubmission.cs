using FluentValidation;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>A bid as a supplier sends it: its text, which the service seals at once, or an envelope that the supplier sealed.</summary>
/// <param name="VatRegistered">Of the text; see the bid check for it and the next two members.</param>
/// <param name="Requirements">An answer to every requirement of the tender, once.</param>
/// <param name="Lots">The lots it offers: at least one.</param>
/// <param name="TermsVersion">The version of the tender's terms that the bid is for; may be left out as long as they are the first.</param>
/// <param name="Envelope">Instead of the text: a compact JWE (RFC 7516) of it to the tender's <c>sealingKey</c>, with alg ECDH-ES+A256KW
/// and enc A256GCM. Spaces before and after the text are taken off, so it can be padded. What is wrong with it is found at the opening.</param>
public sealed record BidSubmission(
    bool? VatRegistered = null,
    IReadOnlyList<RequirementAnswerDetails>? Requirements = null,
    IReadOnlyList<LotOfferDetails>? Lots = null,
    int? TermsVersion = null,
    string? Envelope = null)
    : BidOptions
{
    public const string EnvelopeExample =
        """{ "envelope": "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIs.kKKz7kdC.JaeYx2Y.mvZ1NfXb.3v8yQJ4" }""";

    /// <summary>The text, of a submission whose shape is right; null of an envelope.</summary>
    public BidDetails? ToDetails() => Envelope is not null ? null : new BidDetails(VatRegistered!.Value, Requirements!, Lots!, TermsVersion)
    {
        FixedFee = FixedFee,
        Capacity = Capacity,
        Packages = Packages,
        VolumeDiscounts = VolumeDiscounts,
        LeadTimeDays = LeadTimeDays,
        ValidUntil = ValidUntil,
        QualityAnswers = QualityAnswers,
        Documents = Documents,
    };

    private bool HasOptions => this is not
    {
        FixedFee: null, Capacity: null, Packages: null, VolumeDiscounts: null, LeadTimeDays: null, ValidUntil: null, QualityAnswers: null, Documents: null,
    };

    /// <summary>Whether anything of the text is there.</summary>
    public bool HasText => VatRegistered is not null || Requirements is not null || Lots is not null || HasOptions;

    /// <summary>Refuses what can be known to be wrong now, and seals it.</summary>
    public SealedOffer Seal(Tender tender, Identity.SecretKeys secrets)
    {
        if (ToDetails() is not { } text)
            return SealedOffer.Take(Envelope!);

        tender.Require(text.ToTerms(tender.Currency));
        return SealedOffer.Seal(tender.RequireSealingKey(), BidContent.Write(text), secrets);
    }
}

/// <summary>Either an envelope, or a text and all of it.</summary>
public sealed class BidSubmissionValidator : AbstractValidator<BidSubmission>
{
    private static readonly BidDetailsValidator Text = new();

    public BidSubmissionValidator() => RuleFor(s => s).Custom((submission, context) =>
    {
        if (submission.Envelope is { } envelope)
        {
            if (submission.HasText)
                context.AddFailure(nameof(submission.Envelope), "is sent instead of vatRegistered, requirements, lots and the rest of the text");
            if (!Envelope.HasTheForm(envelope))
                context.AddFailure(nameof(submission.Envelope), "is not a compact JWE: five parts in base64url, divided by dots");
            return;
        }

        RequireText(submission.VatRegistered is null, nameof(submission.VatRegistered));
        RequireText(submission.Requirements is null, nameof(submission.Requirements));
        RequireText(submission.Lots is null, nameof(submission.Lots));
        if (submission is { VatRegistered: not null, Requirements: not null, Lots: not null })
        {
            foreach (var failure in Text.Validate(submission.ToDetails()!).Errors)
                context.AddFailure(failure.PropertyName, failure.ErrorMessage);
        }

        void RequireText(bool isMissing, string member)
        {
            if (isMissing)
                context.AddFailure(member, "is required");
        }
    });
}

/// <summary>The key a tender has had since it opened.</summary>
public static class TenderKeys
{
    public static SealingKey RequireSealingKey(this Tender tender) => tender.SealingKey is { } key
        ? SealingKey.Read(key)
        : throw BidRefusals.NotTendering.Because("The tender's key is being made. Send the bid again in a moment.");
}
