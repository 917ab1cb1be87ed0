using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>A supplier's account over some days (UTC, both included; open where left out).</summary>
public sealed record GetSupplierAccount(Guid ClusterId, Guid OrganisationId, DateOnly? From, DateOnly? To) : IRequest<SupplierAccountResponse>;

/// <summary>A supplier's account. A balance is what is due to it; what it supplies raises it.</summary>
/// <param name="PaymentReference">What stands on payments to it so that they are matched.</param>
public sealed record SupplierAccountResponse(
    Guid SupplierId,
    string SupplierName,
    DateOnly? From,
    DateOnly? To,
    Money OpeningBalance,
    IReadOnlyList<StatementLine> Lines,
    Money ClosingBalance,
    string PaymentReference);

public sealed class GetSupplierAccountHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetSupplierAccount, SupplierAccountResponse>
{
    public async Task<SupplierAccountResponse> Handle(GetSupplierAccount request, CancellationToken cancellationToken)
    {
        var (cluster, supplier) = (new ClusterId(request.ClusterId), new OrganisationId(request.OrganisationId));
        var mayRead = caller.SeesWholeAwards() || caller.Organisation == supplier;
        var name = await db.SupplierApprovals.Where(s => mayRead && s.ClusterId == cluster && s.OrganisationId == supplier)
            .Join(db.Organisations, s => s.OrganisationId, o => o.Id, (_, o) => o.Name)
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such supplier in this cluster, or it is not yours to see.");

        var page = await db.ReadAccountAsync(cluster, Account.Of(supplier), sign: -1, request.From, request.To, cancellationToken);
        return new SupplierAccountResponse(
            request.OrganisationId, name, request.From, request.To, page.OpeningBalance, page.Lines, page.ClosingBalance, PaymentReference.Of(Account.Of(supplier)));
    }
}

public sealed class GetSupplierAccountEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/suppliers/{organisationId}/account",
            async Task<Ok<SupplierAccountResponse>> ([AsParameters] GetSupplierAccount query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetSupplierAccount),
            "Settlement",
            "Read a supplier's account",
            "What it is due period by period, corrections and payments. A supplier sees its own only.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Supplier);
}
