using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>The coordinator says whose payment a line of a bank statement is.</summary>
public sealed record AssignBankLine(Guid ClusterId, Guid BankLineId, BankLineParty Body) : IRequest<PaymentResponse>;

/// <param name="MemberId">This or the supplier.</param>
public sealed record BankLineParty(Guid? MemberId = null, Guid? SupplierId = null);

public sealed class AssignBankLineValidator : AbstractValidator<AssignBankLine>
{
    public AssignBankLineValidator() => RuleFor(c => c.Body.MemberId)
        .Must((command, member) => (member is null) != (command.Body.SupplierId is null)).WithMessage("name a member or a supplier, not both");
}

public sealed class AssignBankLineHandler(PurchasingDb db, PaymentWriter writer, TimeProvider time) : IRequestHandler<AssignBankLine, PaymentResponse>
{
    public async Task<PaymentResponse> Handle(AssignBankLine request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new BankLineId(request.BankLineId));
        var line = await db.BankLines.AsNoTracking().SingleOrDefaultAsync(l => l.ClusterId == cluster && l.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such line in this cluster.");
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var party = await writer.PartyAsync(cluster, request.Body.MemberId, request.Body.SupplierId, cancellationToken);

        var payment = Payment.Of(line, party, currency, time.GetUtcNow());
        writer.Add(payment);
        await db.SaveChangesUnlessTakenAsync(PaymentRefusals.Assigned.Because("A payment was recorded from this line."), cancellationToken);
        return PaymentResponse.Of(payment, currency);
    }
}

public sealed class AssignBankLineEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/bank-lines/{bankLineId}/assign",
            async Task<Ok<PaymentResponse>> ([AsParameters] AssignBankLine command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(AssignBankLine), "Payments", "Assign a line to a member or supplier", "Records its payment, once.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(PaymentRefusals.UnknownParty, PaymentRefusals.Assigned)
        .RequestExample("""{ "memberId": "0198c0de-0000-7000-8000-000000000001" }""");
}
