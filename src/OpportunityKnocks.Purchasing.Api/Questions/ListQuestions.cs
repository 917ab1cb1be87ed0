using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Questions;

/// <summary>The questions on a tender that the caller may see, in no order that tells anything.</summary>
public sealed record ListQuestions(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<QuestionResponse>>;

public sealed class ListQuestionsHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListQuestions, Page<QuestionResponse>>
{
    public async Task<Page<QuestionResponse>> Handle(ListQuestions request, CancellationToken cancellationToken)
    {
        var page = new PageOf(request.Limit, request.Cursor);
        var questions = await db.VisibleQuestionsAsync(caller, new ClusterId(request.ClusterId), new RoundId(request.RoundId), cancellationToken);
        return await questions.PageByIdAsync(q => q.Id, QuestionViews.As(caller), page, cancellationToken);
    }
}

public sealed class ListQuestionsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}/questions",
            async Task<Ok<Page<QuestionResponse>>> ([AsParameters] ListQuestions query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListQuestions), "Tenders", "List the questions on a tender", "A supplier sees its own and those that are answered; the coordinator all.")
        .Allows(Scopes.TendersRead, Roles.Supplier | Roles.Coordinator);
}
