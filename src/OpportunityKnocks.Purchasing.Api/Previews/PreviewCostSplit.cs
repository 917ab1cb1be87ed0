using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>How a joint cost would be shared by a method, and whether a group would do better on its own. Stores nothing.</summary>
public sealed record PreviewCostSplit(TrialSplit Body) : IRequest<CostSplitPreview>;

/// <summary>Exactly one of tariff and coalitionCosts.</summary>
/// <param name="Members">Up to 5,000 with a tariff, 12 with coalition costs.</param>
/// <param name="CoalitionCosts">Every group of members that is not empty, once; a negative cost is a gain.</param>
public sealed record TrialSplit(
    string Currency,
    SharingMethod Method,
    IReadOnlyList<SplitMember> Members,
    SplitTariff? Tariff = null,
    IReadOnlyList<CoalitionCost>? CoalitionCosts = null);

/// <param name="Quantity">Units; with a tariff.</param>
public sealed record SplitMember(string Id, long? Quantity = null);

/// <param name="FixedFee">Paid once by whoever buys anything.</param>
/// <param name="AllowOverbuy">Whether a group buys the cheapest quantity that covers it.</param>
public sealed record SplitTariff(PriceBasis Basis, IReadOnlyList<SplitTier> Tiers, string FixedFee = "0", bool AllowOverbuy = false);

public sealed record SplitTier(long FromQuantity, UnitPrice UnitPrice);

public sealed record CoalitionCost(IReadOnlyList<string> Members, string Cost);

/// <param name="Shares">In the order of the request.</param>
/// <param name="StandAloneRespected">Whether nobody pays more than it would alone.</param>
public sealed record CostSplitPreview(Money Total, IReadOnlyList<SplitShare> Shares, SplitCore Core, bool StandAloneRespected);

/// <param name="Exact">In the currency's major unit and lowest terms; left out where it is only of high precision.</param>
/// <param name="StandAlone">Left out where the member cannot be supplied alone.</param>
public sealed record SplitShare(string MemberId, string? Exact, Money Amount, Money? StandAlone);

/// <param name="BlockingGroup">The group with the largest gain, when there is one.</param>
/// <param name="CoreIsEmpty">Left out where it is not known.</param>
public sealed record SplitCore(CoreStatus Status, IReadOnlyList<string>? BlockingGroup, Money? Gain, bool? CoreIsEmpty);

public sealed class PreviewCostSplitValidator : AbstractValidator<PreviewCostSplit>
{
    public PreviewCostSplitValidator() => RuleFor(q => q.Body).Custom(TrialSplitShape.Check);
}

public sealed class PreviewCostSplitHandler(SolverPlaces places) : IRequestHandler<PreviewCostSplit, CostSplitPreview>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<CostSplitPreview> Handle(PreviewCostSplit request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await places.RunAsync(() => CostSplitter.Split(request.Body, patience.Token), cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw GameRefusals.TooManyMembers.Because($"It was not done within {Patience.TotalSeconds} seconds. Ask with fewer members or units, or by another method.");
        }
    }
}

public sealed class PreviewCostSplitEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/previews/cost-split",
            async Task<Ok<CostSplitPreview>> ([AsParameters] PreviewCostSplit query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(PreviewCostSplit), "Previews", "Preview a cost split",
            "The methods are answered as asked, with no cap and no repair; whether a group would do better alone is judged on the exact shares. Nothing "
            + "is stored; no Idempotency-Key is needed.")
        .AllowsAnySignedIn()
        .WithMetadata(new IsWhatIf())
        .LargeBodies()
        .Refuses(
            GameRefusals.TooManyMembers, GameRefusals.CannotBeSupplied, GameRefusals.NeedsTariff, GameRefusals.NoWeights, MoneyRefusals.AmountTooLarge)
        .RequestExample(
            """
            {
              "currency": "GBP", "method": "shapley",
              "members": [{ "id": "A", "quantity": 10 }, { "id": "B", "quantity": 40 }],
              "tariff": { "basis": "allUnits", "tiers": [{ "fromQuantity": 1, "unitPrice": "10.0000" }, { "fromQuantity": 50, "unitPrice": "9.0000" }], "fixedFee": "25.00" }
            }
            """);
}
