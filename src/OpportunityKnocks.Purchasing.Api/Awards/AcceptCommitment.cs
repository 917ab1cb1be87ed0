using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>A member accepts its part of an award with one supplier.</summary>
public sealed record AcceptCommitment(Guid ClusterId, Guid RoundId, Guid CommitmentId, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<CommitmentResponse>;

public sealed class AcceptCommitmentHandler(CommitmentReply reply) : IRequestHandler<AcceptCommitment, CommitmentResponse>
{
    public Task<CommitmentResponse> Handle(AcceptCommitment request, CancellationToken cancellationToken) => reply.ReplyAsync(
        new ClusterId(request.ClusterId),
        new RoundId(request.RoundId),
        new CommitmentId(request.CommitmentId),
        request.IfMatch,
        CommitmentAnswer.Accepted,
        cancellationToken);
}

public sealed class AcceptCommitmentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/commitments/{commitmentId}/accept",
            async Task<Ok<CommitmentResponse>> ([AsParameters] AcceptCommitment command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(AcceptCommitment),
            "Awards",
            "Accept a commitment",
            "Until acceptBy, in rounds that ask each member (acceptance: eachAccepts). The last answer before acceptBy counts; silence declines. "
            + "If others decline, the award is computed anew once; you are not asked again, and a need above its ceiling leaves.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(CommitmentRefusals.NotAsked);
}
