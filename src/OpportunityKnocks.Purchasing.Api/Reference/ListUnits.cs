using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>The units one can buy in.</summary>
public sealed record ListUnits(int? Limit, string? Cursor) : IRequest<Page<UnitOfMeasure>>;

public sealed class ListUnitsHandler : IRequestHandler<ListUnits, Page<UnitOfMeasure>>
{
    public Task<Page<UnitOfMeasure>> Handle(ListUnits request, CancellationToken cancellationToken) =>
        Task.FromResult(Units.All.Part(new PageOf(request.Limit, request.Cursor)));
}

public sealed class ListUnitsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/units",
            async Task<Ok<Page<UnitOfMeasure>>> ([AsParameters] ListUnits query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListUnits), "Reference", "List the units of UN/CEFACT Recommendation 20 that one can buy in")
        .AllowsAnySignedIn();
}
