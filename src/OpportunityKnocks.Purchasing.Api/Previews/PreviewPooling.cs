using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Pooling;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>How these needs would be pooled into whole packs, by the function that does it for a round. Stores nothing.</summary>
public sealed record PreviewPooling(TrialPooling Body) : IRequest<PoolingPreview>;

/// <param name="Fairness">How a shortfall to whole packs is shared; in proportion when left out.</param>
/// <param name="Seed">Of a lottery.</param>
/// <param name="MinimumMembers">Fewer members that get anything, and the round is not reached.</param>
/// <param name="GivesUpLots">Whether a lot below its minimum is given up, with its bundles; false goes on with what there is.</param>
public sealed record TrialPooling(
    IReadOnlyList<LotToPool> Lots,
    FairnessPolicy Fairness = FairnessPolicy.ProRata,
    string Seed = "",
    int MinimumMembers = 1,
    bool GivesUpLots = true);

/// <param name="Needs">At most 20,000.</param>
public sealed record LotToPool(string Id, IReadOnlyList<NeedToPool> Needs, long PackSize = 1, long MinimumQuantity = 1);

/// <param name="Tolerance">How many more it would accept, to fill a pack.</param>
/// <param name="SubmittedAt">For <c>earliestFirst</c>; those without come first, by their ids.</param>
/// <param name="MemberId">Whose it is; its own member when left out.</param>
/// <param name="Bundle">Needs of one member with the same bundle leave together.</param>
public sealed record NeedToPool(
    string Id, long Quantity, long Tolerance = 0, DateTimeOffset? SubmittedAt = null, string? MemberId = null, string? Bundle = null);

/// <param name="Lots">In the order of the request.</param>
/// <param name="Left">Needs that are not pooled, and why.</param>
/// <param name="Members">How many get anything.</param>
/// <param name="Reached">Whether those are enough, and a lot is left.</param>
public sealed record PoolingPreview(IReadOnlyList<PooledLotPreview> Lots, IReadOnlyList<LeftNeedPreview> Left, int Members, bool Reached);

public sealed record LeftNeedPreview(string NeedId, LeavingReason Reason);

/// <param name="Asked">The sum of the needs.</param>
/// <param name="Order">Units: whole packs.</param>
/// <param name="ReachesMinimum">Whether the order reaches the lot's minimum.</param>
/// <param name="Draw">The needs in the order the lottery drew them: by SHA-256 of <c>seed:id</c>.</param>
public sealed record PooledLotPreview(
    string LotId,
    long Asked,
    long Packs,
    long Order,
    PackFit Fit,
    bool ReachesMinimum,
    bool GivenUp,
    IReadOnlyList<AllotmentPreview> Needs,
    IReadOnlyList<string>? Draw,
    string Explanation);

public sealed record AllotmentPreview(string Id, long Asked, long Allotted);

public sealed class PreviewPoolingValidator : AbstractValidator<PreviewPooling>
{
    private const int MostNeeds = 20_000;

    public PreviewPoolingValidator()
    {
        RuleFor(q => q.Body.Lots).Must(lots => lots.Count is >= 1 and <= 50 && AreDistinct(lots, lot => lot.Id)).WithMessage("1 to 50 lots, each id once");
        RuleFor(q => q.Body.Lots)
            .Must(lots => AreDistinct([.. lots.Where(lot => lot?.Needs is not null).SelectMany(lot => lot.Needs)], need => need.Id) && lots.Sum(lot => lot?.Needs?.Count ?? 0) <= MostNeeds)
            .WithMessage($"at most {MostNeeds} needs, each id once");
        RuleFor(q => q.Body.MinimumMembers).InclusiveBetween(1, 100_000);
        RuleFor(q => q.Body.Seed).MaximumLength(200);
        RuleForEach(q => q.Body.Lots).NotNull().ChildRules(lot =>
        {
            lot.RuleFor(l => l.Id).NotEmpty().MaximumLength(100);
            lot.RuleFor(l => l.PackSize).InclusiveBetween(1, Quantities.Maximum);
            lot.RuleFor(l => l.MinimumQuantity).InclusiveBetween(1, Quantities.Maximum);
            lot.RuleFor(l => l.Needs).Must(needs => needs.Count <= MostNeeds && AreDistinct(needs, need => need.Id))
                .WithMessage($"at most {MostNeeds} needs, each id once");
            lot.RuleForEach(l => l.Needs).NotNull().ChildRules(need =>
            {
                need.RuleFor(n => n.Id).NotEmpty().MaximumLength(100);
                need.RuleFor(n => n.MemberId).Length(1, 100);
                need.RuleFor(n => n.Bundle).Length(1, 100);
                need.RuleFor(n => n.Quantity).InclusiveBetween(1, Quantities.Maximum);
                need.RuleFor(n => n.Tolerance).InclusiveBetween(0, Quantities.Maximum);
            });
        });
    }

    private static bool AreDistinct<T>(IReadOnlyList<T> all, Func<T, string> id)
        where T : class => all.Where(one => one is not null).Select(id).Distinct(StringComparer.Ordinal).Count() == all.Count(one => one is not null);
}

public sealed class PreviewPoolingHandler : IRequestHandler<PreviewPooling, PoolingPreview>
{
    public Task<PoolingPreview> Handle(PreviewPooling request, CancellationToken cancellationToken)
    {
        var trial = request.Body;
        var pooled = RoundPooling.Pool(
            [.. trial.Lots.SelectMany(lot => lot.Needs, (lot, need) => AskOf(lot, need))],
            [.. trial.Lots.Select(lot => new LotRule(lot.Id, lot.PackSize, lot.MinimumQuantity))],
            trial.Fairness,
            trial.Seed,
            trial.GivesUpLots);
        return Task.FromResult(new PoolingPreview(
            [.. pooled.Lots.Zip(trial.Lots, PreviewOf)],
            [.. pooled.Left.OrderBy(left => left.Key, StringComparer.Ordinal).Select(left => new LeftNeedPreview(left.Key, left.Value))],
            pooled.Members,
            pooled.Members >= trial.MinimumMembers));
    }

    private static RoundAsk AskOf(LotToPool lot, NeedToPool need) => new(
        lot.Id, need.MemberId ?? need.Id, new Ask(need.Id, need.Quantity, need.Tolerance, need.SubmittedAt ?? default), need.Bundle);

    private static PooledLotPreview PreviewOf(LotInRound lot, LotToPool asked) => new(
        lot.LotId,
        lot.Pooled.Asked,
        lot.Pooled.Packs,
        lot.Pooled.Order,
        lot.Pooled.Fit,
        lot.Pooled.Order >= asked.MinimumQuantity,
        lot.GivenUp,
        [.. lot.Pooled.Allotments.Select(a => new AllotmentPreview(a.Id, a.Asked, a.Allotted))],
        lot.Pooled.Draw,
        lot.Pooled.Explanation);
}

public sealed class PreviewPoolingEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/previews/pooling",
            async Task<Ok<PoolingPreview>> ([AsParameters] PreviewPooling query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(PreviewPooling), "Previews", "Preview a pooling",
            "Whole packs, what each need gets of them, and why. Nothing is stored; no Idempotency-Key is needed.")
        .AllowsAnySignedIn()
        .WithMetadata(new IsWhatIf())
        .LargeBodies()
        .RequestExample(
            """
            {
              "fairness": "proRata",
              "lots": [{
                "id": "paper", "packSize": 12, "minimumQuantity": 24,
                "needs": [{ "id": "a", "quantity": 12, "tolerance": 1 }, { "id": "b", "quantity": 8, "tolerance": 2 }, { "id": "c", "quantity": 2 }]
              }]
            }
            """);
}
