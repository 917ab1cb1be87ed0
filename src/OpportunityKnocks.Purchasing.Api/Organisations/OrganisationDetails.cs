using System.Linq.Expressions;
using FluentValidation;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Organisations;

/// <summary>What the service knows of an organisation.</summary>
/// <param name="Size">How many people work for it, paid or not.</param>
/// <param name="PostcodeDistrict">The outward part of the postcode, in capitals: LE2.</param>
/// <param name="Identifiers">Each is unique over the service.</param>
public sealed record OrganisationDetails(string Name, SizeBand Size, string PostcodeDistrict, IReadOnlyList<OrganisationIdentifier> Identifiers);

public sealed class OrganisationDetailsValidator : AbstractValidator<OrganisationDetails>
{
    public const string Scheme = "[A-Z]{2}-[A-Z0-9]{2,10}";
    private const int MostIdentifiers = 20;

    public OrganisationDetailsValidator()
    {
        RuleFor(o => o.Name).IsName();
        RuleFor(o => o.PostcodeDistrict).Matches(@"\A[A-Z]{1,2}[0-9][A-Z0-9]?\z").WithMessage("is not the outward part of a postcode, such as LE2");
        RuleFor(o => o.Identifiers).Must(list => list.Count is >= 1 and <= MostIdentifiers).WithMessage($"has 1 to {MostIdentifiers} identifiers");
        RuleFor(o => o.Identifiers).Must(list => list.Distinct().Count() == list.Count).WithMessage("has an identifier twice");
        RuleForEach(o => o.Identifiers).NotNull().WithMessage("is required").ChildRules(identifier =>
        {
            identifier.RuleFor(i => i.Scheme).Matches($@"\A{Scheme}\z").WithMessage("is not a list code of org-id.guide, such as GB-CHC");
            identifier.RuleFor(i => i.Value).Matches(@"\A[!-~]([ -~]{0,48}[!-~])?\z").WithMessage("is 1 to 50 visible ASCII characters, without spaces around them");
        });
    }
}

/// <summary>An organisation.</summary>
public sealed record OrganisationResponse(
    Guid Id, string Name, SizeBand Size, string PostcodeDistrict, IReadOnlyList<OrganisationIdentifier> Identifiers, int Version) : IVersioned
{
    public static readonly Expression<Func<Organisation, OrganisationResponse>> Projection = o => new OrganisationResponse(
        o.Id.Value,
        o.Name,
        o.Size,
        o.PostcodeDistrict,
        o.Identifiers.OrderBy(i => i.Scheme).ThenBy(i => i.Value).Select(i => new OrganisationIdentifier(i.Scheme, i.Value)).ToList(),
        o.Version);

    public static readonly Func<Organisation, OrganisationResponse> Of = Projection.Compile();
}
