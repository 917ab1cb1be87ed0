using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Questions;

/// <summary>One question on a tender.</summary>
public sealed record GetQuestion(Guid ClusterId, Guid RoundId, Guid QuestionId) : IRequest<QuestionResponse>;

public sealed class GetQuestionHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetQuestion, QuestionResponse>
{
    public async Task<QuestionResponse> Handle(GetQuestion request, CancellationToken cancellationToken)
    {
        var id = new QuestionId(request.QuestionId);
        var questions = await db.VisibleQuestionsAsync(caller, new ClusterId(request.ClusterId), new RoundId(request.RoundId), cancellationToken);
        return await questions.Where(q => q.Id == id).Select(QuestionViews.As(caller)).SingleOrDefaultAsync(cancellationToken)
            ?? throw QuestionViews.NotFound;
    }
}

public sealed class GetQuestionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}/questions/{questionId}",
            async Task<Ok<QuestionResponse>> ([AsParameters] GetQuestion query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetQuestion), "Tenders", "Read a question on a tender", "Another supplier's once it is answered.")
        .Allows(Scopes.TendersRead, Roles.Supplier | Roles.Coordinator);
}
