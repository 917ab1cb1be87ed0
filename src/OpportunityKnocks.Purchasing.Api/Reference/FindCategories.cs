using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>The categories that match, the best first.</summary>
/// <param name="Query">Words of the description, or a code, with or without its check digit; every one must match.</param>
/// <param name="Prefix">The first digits of the code; a whole code may have its check digit.</param>
public sealed record FindCategories(string? Query, string? Prefix, int? Limit, string? Cursor) : IRequest<Page<Category>>;

public sealed class FindCategoriesHandler : IRequestHandler<FindCategories, Page<Category>>
{
    public Task<Page<Category>> Handle(FindCategories request, CancellationToken cancellationToken)
    {
        var found = CategorySearch.Find(Words(request.Query), Prefix(request.Prefix));
        return Task.FromResult(found.Part(new PageOf(request.Limit, request.Cursor)));
    }

    private static IReadOnlyList<string> Words(string? query)
    {
        ShapeRules.RequirePlainText("query", query);
        var words = query is null ? [] : CategorySearch.Read("query", query);
        return query is null || words.Count > 0 ? words : throw InvalidShapeException.Of("query", "has no word in it");
    }

    private static string Prefix(string? prefix)
    {
        if (prefix is null)
            return "";

        var digits = Categories.ReadCode("prefix", prefix) ?? prefix;
        return digits.Length is >= 1 and <= 8 && digits.All(char.IsAsciiDigit)
            ? digits
            : throw InvalidShapeException.Of("prefix", "is the first 1 to 8 digits of a code, such as 722");
    }
}

public sealed class FindCategoriesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/categories",
            async Task<Ok<Page<Category>>> ([AsParameters] FindCategories query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(FindCategories), "Reference", "Find categories of the Common Procurement Vocabulary",
            "query: words, each of which must begin a word of the description, or a code. prefix: the first digits of the code (leave "
            + "trailing zeros out to find what is below). A check digit, as in 72253000-3, is verified.")
        .AllowsAnySignedIn();
}
