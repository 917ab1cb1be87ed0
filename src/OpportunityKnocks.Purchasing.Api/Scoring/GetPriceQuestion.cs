using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>What a supplier is asked about its low price.</summary>
public sealed record GetPriceQuestion(Guid ClusterId, Guid RoundId) : IRequest<PriceQuestionResponse>;

/// <param name="AnswerBy">From when it is decided without the answer.</param>
/// <param name="Decision">Left out until there is one.</param>
public sealed record PriceQuestionResponse(
    string Question, DateTimeOffset AnswerBy, string? Answer, DateTimeOffset? AnsweredAt, LowPriceDecision? Decision, string? Reason, int Version) : IVersioned
{
    public static PriceQuestionResponse Of(PriceInquiry inquiry) => new(
        inquiry.Question!, inquiry.AnswerBy!.Value, inquiry.Answer, inquiry.AnsweredAt, inquiry.Decision, inquiry.Reason, inquiry.Version);
}

/// <summary>A supplier's own inquiry, if it was asked anything.</summary>
public static class OwnInquiry
{
    public static async Task<PriceInquiry> RequireOwnInquiryAsync(this IQueryable<PriceInquiry> inquiries, PurchasingDb db, Caller caller, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var supplier = caller.Organisation!.Value;
        return await inquiries
                .Where(i => i.ClusterId == cluster && i.RoundId == round && i.Question != null)
                .SingleOrDefaultAsync(i => db.Bids.Any(b => b.ClusterId == cluster && b.Id == i.BidId && b.SupplierId == supplier), ct)
            ?? throw HttpRefusals.NotFound.Because("You are asked nothing about your price in this round.");
    }
}

public sealed class GetPriceQuestionHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetPriceQuestion, PriceQuestionResponse>
{
    public async Task<PriceQuestionResponse> Handle(GetPriceQuestion request, CancellationToken cancellationToken) => PriceQuestionResponse.Of(
        await db.PriceInquiries.AsNoTracking()
            .RequireOwnInquiryAsync(db, caller, new ClusterId(request.ClusterId), new RoundId(request.RoundId), cancellationToken));
}

public sealed class GetPriceQuestionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}/bid/price-question",
            async Task<Ok<PriceQuestionResponse>> ([AsParameters] GetPriceQuestion query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetPriceQuestion), "Bids", "Read the question on the own price", "There is one when the bid is abnormally low and the coordinator asked.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret();
}
