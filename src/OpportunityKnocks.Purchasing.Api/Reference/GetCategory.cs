using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>One category.</summary>
/// <param name="Code">Eight digits, with or without the check digit.</param>
public sealed record GetCategory(string Code) : IRequest<Category>;

public sealed class GetCategoryHandler : IRequestHandler<GetCategory, Category>
{
    public Task<Category> Handle(GetCategory request, CancellationToken cancellationToken)
    {
        var code = Categories.ReadCode("code", request.Code)
            ?? throw InvalidShapeException.Of("code", "is eight digits, with or without the check digit, such as 72253000-3");
        var category = Categories.Find(code) ?? throw HttpRefusals.NotFound.Because("The vocabulary has no such code. Search /v1/categories.");
        return Task.FromResult(category);
    }
}

public sealed class GetCategoryEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/categories/{code}",
            async Task<Ok<Category>> ([AsParameters] GetCategory query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetCategory), "Reference", "Read a category", "The code may have its check digit, which is then verified.")
        .AllowsAnySignedIn()
        .Refuses(HttpRefusals.NotFound);
}
