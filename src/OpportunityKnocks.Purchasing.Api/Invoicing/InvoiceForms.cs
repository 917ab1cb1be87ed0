using Microsoft.Net.Http.Headers;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>The forms an invoice can be had in.</summary>
public static class InvoiceForms
{
    public const string Json = "application/json";
    public const string Xml = "application/xml";
    public const string Pdf = "application/pdf";

    private static readonly string[] All = [Json, Xml, Pdf];

    /// <summary>The form a caller likes best; JSON when it does not mind.</summary>
    /// <exception cref="Domain.DomainException"><see cref="HttpRefusals.NotAcceptable"/></exception>
    public static string Choose(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept))
            return Json;
        if (!MediaTypeHeaderValue.TryParseList([accept], out var wanted))
            throw InvalidShapeException.Of("accept", "is not a list of media types");

        return wanted
            .OrderByDescending(type => type.Quality ?? 1).ThenByDescending(type => type.MatchesAllTypes ? 0 : type.MatchesAllSubTypes ? 1 : 2)
            .Where(type => type.Quality != 0)
            .Select(type => All.FirstOrDefault(form => type.MatchesMediaType(form)))
            .FirstOrDefault(form => form is not null)
            ?? throw HttpRefusals.NotAcceptable.Because($"There is {string.Join(", ", All)}.");
    }
}
