using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Groups;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Rewrites a draft as a whole.</summary>
public sealed record RedraftRound(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, RoundDetails Body) : IRequest<RoundResponse>;

public sealed class RedraftRoundValidator : AbstractValidator<RedraftRound>
{
    public RedraftRoundValidator() => RuleFor(c => c.Body).SetValidator(new RoundDetailsValidator());
}

public sealed class RedraftRoundHandler(PurchasingDb db, RoundGate gate, JournalWriter journal) : IRequestHandler<RedraftRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(RedraftRound request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var (round, now) = await gate.TakeAsync(cluster, new RoundId(request.RoundId), request.IfMatch, cancellationToken);
        var plan = request.Body.ToPlan();
        await db.RequireGroupsAsync(cluster, plan.GroupIds, cancellationToken);
        await db.RequireLeadBuyerAsync(cluster, plan.Trade, cancellationToken);

        round.Redraft(plan);
        journal.Record(EventType.RoundRedrafted, round);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class RedraftRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/rounds/{roundId}",
            async Task<Ok<RoundResponse>> ([AsParameters] RedraftRound command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(RedraftRound), "Rounds", "Rewrite a draft", "The whole plan takes the place of the old one; its lots get new ids, and needs chosen for them are to be chosen anew.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(ClusterRefusals.UnknownGroup, RoundRefusals.WrongState, RoundRefusals.UnknownLeadBuyer)
        .RequestExample(DraftRoundEndpoint.Example);
}
