using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Optimisation;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>What the best award for these lots, bids and rules would be. Stores nothing.</summary>
public sealed record PreviewAward(TrialAward Body) : IRequest<AwardPreviewResponse>;

public sealed class PreviewAwardValidator : AbstractValidator<PreviewAward>
{
    public PreviewAwardValidator() => RuleFor(q => q.Body).Custom(TrialAwardShape.Check);
}

public sealed class PreviewAwardHandler(SolverPlaces places) : IRequestHandler<PreviewAward, AwardPreviewResponse>
{
    /// <summary>What a caller may wait for; larger awards are computed for a round.</summary>
    private static readonly SolverOptions Options = new(DeterministicTime: 10);

    public async Task<AwardPreviewResponse> Handle(PreviewAward request, CancellationToken cancellationToken)
    {
        var problem = request.Body.ToProblem();

        var result = await places.RunAsync(() => AwardSolver.Solve(problem, Options, null, cancellationToken), cancellationToken);

        return AwardPreviewResponse.Of(problem, result);
    }
}

public sealed class PreviewAwardEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/previews/award",
            async Task<Ok<AwardPreviewResponse>> ([AsParameters] PreviewAward query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(PreviewAward), "Previews", "Preview an award",
            "The award with the lowest evaluated cost, proved or with a bound; or which rules make one impossible. Nothing is stored; no Idempotency-Key is needed.")
        .AllowsAnySignedIn()
        .WithMetadata(new IsWhatIf())
        .LargeBodies()
        .Refuses(OptimumRefusals.AmountsTooLarge, OptimumRefusals.NotFoundInTime, MoneyRefusals.AmountTooLarge)
        .RequestExample(
            """
            {
              "currency": "GBP", "priceWeight": 70,
              "lots": [{ "id": "L1", "quantity": 12, "memberCount": 3 }],
              "bids": [
                {
                  "supplierId": "S1", "capacity": 9, "fixedFee": "1.50", "quality": "0.80",
                  "lots": [{ "lotId": "L1", "basis": "allUnits", "tiers": [{ "fromQuantity": 1, "unitPrice": "5.20" }], "capacity": 8 }],
                  "packages": [{ "id": "P1", "xorGroup": "g", "price": "28.50", "lots": [{ "lotId": "L1", "quantity": 6 }] }],
                  "volumeDiscounts": [{ "fromQuantity": 8, "percent": "10" }]
                },
                { "supplierId": "S2", "lots": [{ "lotId": "L1", "tiers": [{ "fromQuantity": 4, "unitPrice": "5.00" }] }] }
              ],
              "rules": { "maximumWinners": 2, "budget": "100.00" }
            }
            """);
}
