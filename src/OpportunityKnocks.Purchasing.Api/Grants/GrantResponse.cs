using System.Linq.Expressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Grants;

namespace OpportunityKnocks.Purchasing.Api.Grants;

/// <summary>What a coordinator says of a grant.</summary>
/// <param name="Funder">Who gives it.</param>
/// <param name="From">The first day it is for.</param>
/// <param name="Until">The last day it is for.</param>
public sealed record GrantDetails(string Funder, Money Amount, DateOnly From, DateOnly Until, string? Note = null)
{
    public GrantTerms ToTerms(Currency currency) => Amount.Currency == currency
        ? new GrantTerms(Funder, Amount, From, Until, Note ?? "")
        : throw BidRefusals.CurrencyDiffers.Because($"The cluster buys in {currency.Code}; say what the grant is in it.");
}

public sealed class GrantDetailsValidator : AbstractValidator<GrantDetails>
{
    public GrantDetailsValidator()
    {
        RuleFor(g => g.Funder).IsName();
        RuleFor(g => g.From).Must(Dates.ArePlausible).WithMessage(Dates.Message);
        RuleFor(g => g.Until).Must(Dates.ArePlausible).WithMessage(Dates.Message);
        RuleFor(g => g.Note).MaximumLength(2000);
    }
}

/// <summary>A grant of a cluster.</summary>
/// <param name="EndedOn">The last day that counts, if it ended before its time.</param>
public sealed record GrantResponse(
    Guid Id, string Funder, Money Amount, DateOnly From, DateOnly Until, string Note, DateOnly? EndedOn, int Version) : IVersioned
{
    public static Expression<Func<Grant, GrantResponse>> Projection(Currency currency) => g =>
        new GrantResponse(g.Id.Value, g.Funder, new Money(g.Amount, currency), g.From, g.Until, g.Note, g.EndedOn, g.Version);

    public static GrantResponse Of(Grant g, Currency currency) =>
        new(g.Id.Value, g.Funder, new Money(g.Amount, currency), g.From, g.Until, g.Note, g.EndedOn, g.Version);
}

public static class GrantLookUps
{
    public static Task<Currency> CurrencyAsync(this PurchasingDb db, ClusterId cluster, CancellationToken ct) =>
        db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);

    /// <exception cref="DomainException">There is no such grant, or it is not the version that was meant.</exception>
    public static async Task<Grant> RequireGrantAsync(this PurchasingDb db, ClusterId cluster, GrantId id, string? ifMatch, CancellationToken ct)
    {
        var grant = await db.Grants.SingleOrDefaultAsync(g => g.ClusterId == cluster && g.Id == id, ct)
            ?? throw HttpRefusals.NotFound.Because("There is no such grant in this cluster.");
        ETags.Require(ifMatch, grant.Version);
        return grant;
    }
}
