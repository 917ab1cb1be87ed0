using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <param name="AnswerBy">From when it is decided without the answer.</param>
public sealed record PriceQuestionDetails(string Question, DateTimeOffset AnswerBy);

/// <summary>Asks a supplier how its price can be so low.</summary>
public sealed record AskAboutPrice(
    Guid ClusterId, Guid RoundId, Guid BidId, [FromHeader(Name = "If-Match")] string? IfMatch, PriceQuestionDetails Body) : IRequest<LowPriceResponse>;

public sealed class AskAboutPriceValidator : AbstractValidator<AskAboutPrice>
{
    public AskAboutPriceValidator()
    {
        RuleFor(c => c.Body.Question).NotEmpty().MaximumLength(4000);
        RuleFor(c => c.Body.AnswerBy).Must(Dates.ArePlausible).WithMessage(Dates.Message);
    }
}

public sealed class AskAboutPriceHandler(InquiryDesk desks, Caller caller) : IRequestHandler<AskAboutPrice, LowPriceResponse>
{
    public async Task<LowPriceResponse> Handle(AskAboutPrice request, CancellationToken cancellationToken)
    {
        var desk = await desks.TakeAsync(
            new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.BidId), request.IfMatch, cancellationToken);

        desk.Inquiry.Ask(request.Body.Question, request.Body.AnswerBy, caller.Person!, desk.Now);
        return await desks.FinishAsync(
            desk, EventType.PriceQuestioned, new { request.BidId, desk.Inquiry.AnswerBy }, request.Body.Question, cancellationToken);
    }
}

public sealed class AskAboutPriceEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/abnormally-low/{bidId}/ask",
            async Task<Ok<LowPriceResponse>> ([AsParameters] AskAboutPrice command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(AskAboutPrice), "Evaluation", "Ask a supplier about its low price",
            "The supplier reads the question at its tender and answers there. Asked anew, an answer to the old question is gone.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(BidRefusals.Sealed, EvaluationRefusals.NotEvaluating, EvaluationRefusals.NotAbnormallyLow, EvaluationRefusals.AnswerNeedsTime)
        .RequestExample("""{ "question": "How can the helpdesk be run at this price?", "answerBy": "2027-03-28T12:00:00Z" }""");
}
