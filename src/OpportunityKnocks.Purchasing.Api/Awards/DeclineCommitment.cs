using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>A member declines its part of an award with one supplier.</summary>
public sealed record DeclineCommitment(Guid ClusterId, Guid RoundId, Guid CommitmentId, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<CommitmentResponse>;

public sealed class DeclineCommitmentHandler(CommitmentReply reply) : IRequestHandler<DeclineCommitment, CommitmentResponse>
{
    public Task<CommitmentResponse> Handle(DeclineCommitment request, CancellationToken cancellationToken) => reply.ReplyAsync(
        new ClusterId(request.ClusterId),
        new RoundId(request.RoundId),
        new CommitmentId(request.CommitmentId),
        request.IfMatch,
        CommitmentAnswer.Declined,
        cancellationToken);
}

public sealed class DeclineCommitmentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/commitments/{commitmentId}/decline",
            async Task<Ok<CommitmentResponse>> ([AsParameters] DeclineCommitment command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(DeclineCommitment),
            "Awards",
            "Decline a commitment",
            "Until acceptBy, in rounds that ask each member (acceptance: eachAccepts). At acceptBy the needs it serves are standing again, with their bundles, and the award is computed anew without them. "
            + "The last answer before acceptBy counts.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(CommitmentRefusals.NotAsked);
}
