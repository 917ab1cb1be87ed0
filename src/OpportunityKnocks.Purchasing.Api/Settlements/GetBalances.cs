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

/// <summary>Who owes whom in a cluster.</summary>
public sealed record GetBalances(Guid ClusterId) : IRequest<BalancesResponse>;

/// <param name="Charged">Charges and corrections.</param>
/// <param name="Paid">What it paid, less what it was paid back.</param>
/// <param name="Owes">The difference; negative when it paid too much.</param>
public sealed record MemberBalance(Guid MemberId, string MemberName, string PaymentReference, Money Charged, Money Paid, Money Owes);

/// <param name="Supplied">What it supplied, corrections included.</param>
/// <param name="Paid">What it was paid.</param>
/// <param name="IsDue">The difference; negative when it was paid too much.</param>
public sealed record SupplierBalance(Guid SupplierId, string SupplierName, string PaymentReference, Money Supplied, Money Paid, Money IsDue);

/// <summary>What one member was charged for what one supplier supplied, whatever has been paid.</summary>
public sealed record MutualCharge(Guid MemberId, Guid SupplierId, Money Charged);

/// <summary>Everybody with a posting to its account.</summary>
public sealed record BalancesResponse(
    IReadOnlyList<MemberBalance> Members, IReadOnlyList<SupplierBalance> Suppliers, IReadOnlyList<MutualCharge> Between, Money MembersOwe, Money SuppliersAreDue);

public sealed class GetBalancesHandler(PurchasingDb db) : IRequestHandler<GetBalances, BalancesResponse>
{
    public async Task<BalancesResponse> Handle(GetBalances request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var sides = await Sides(cluster).GroupBy(side => new { side.Kind, side.Owner })
            .Select(g => new { g.Key.Kind, g.Key.Owner, Posted = g.Sum(s => s.Posted), Paid = g.Sum(s => s.Paid) })
            .ToListAsync(cancellationToken);
        var between = await Sides(cluster).Where(side => side.Kind == AccountKind.Member && side.Supplier != null)
            .GroupBy(side => new { side.Owner, side.Supplier })
            .Select(g => new { g.Key.Owner, g.Key.Supplier, Charged = g.Sum(s => s.Posted) })
            .ToListAsync(cancellationToken);

        var (members, suppliers) = (sides.FindAll(s => s.Kind == AccountKind.Member), sides.FindAll(s => s.Kind == AccountKind.Supplier));
        var names = await db.NamesOfAsync(
            cluster, members.Select(m => new MemberId(m.Owner)), suppliers.Select(s => (OrganisationId?)new OrganisationId(s.Owner)), cancellationToken);
        return new BalancesResponse(
            [.. members.Select(m => new MemberBalance(
                    m.Owner, names.Member(new MemberId(m.Owner)), PaymentReference.Of(new Account(AccountKind.Member, m.Owner)), Of(m.Posted), Of(-m.Paid), Of(m.Posted + m.Paid)))
                .OrderBy(m => m.MemberName, StringComparer.Ordinal).ThenBy(m => m.MemberId)],
            [.. suppliers.Select(s => new SupplierBalance(
                    s.Owner, names.Supplier(new OrganisationId(s.Owner)).Name, PaymentReference.Of(new Account(AccountKind.Supplier, s.Owner)), Of(-s.Posted), Of(s.Paid), Of(-s.Posted - s.Paid)))
                .OrderBy(s => s.SupplierName, StringComparer.Ordinal).ThenBy(s => s.SupplierId)],
            [.. between.OrderBy(b => b.Owner).ThenBy(b => b.Supplier!.Value.Value).Select(b => new MutualCharge(b.Owner, b.Supplier!.Value.Value, Of(b.Charged)))],
            Of(members.Sum(m => m.Posted + m.Paid)),
            Of(suppliers.Sum(s => -s.Posted - s.Paid)));

        Money Of(long minorUnits) => new(minorUnits, currency);
    }

    /// <summary>Both sides of every transfer: what goes out of an account is positive.</summary>
    private IQueryable<Side> Sides(ClusterId cluster)
    {
        var transfers = db.Transfers.Where(t => t.ClusterId == cluster).Select(t => new
        {
            t.FromKind,
            t.FromOwner,
            t.ToKind,
            t.ToOwner,
            Posted = t.PaymentId == null ? t.Amount : 0L,
            Paid = t.PaymentId == null ? 0L : t.Amount,
            Supplier = db.SettledPeriods
                .Where(p => p.ClusterId == cluster && p.SettlementId == t.SettlementId && p.LotId == t.LotId && p.Part == t.Part && p.Period == t.Period)
                .Select(p => (OrganisationId?)p.SupplierId)
                .FirstOrDefault(),
        });
        return transfers.Select(t => new Side { Kind = t.FromKind, Owner = t.FromOwner, Posted = t.Posted, Paid = t.Paid, Supplier = t.Supplier })
            .Concat(transfers.Select(t => new Side { Kind = t.ToKind, Owner = t.ToOwner, Posted = -t.Posted, Paid = -t.Paid, Supplier = t.Supplier }));
    }

    private sealed class Side
    {
        public AccountKind Kind { get; init; }

        public Guid Owner { get; init; }

        public long Posted { get; init; }

        public long Paid { get; init; }

        public OrganisationId? Supplier { get; init; }
    }
}

public sealed class GetBalancesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/ledger/balances",
            async Task<Ok<BalancesResponse>> ([AsParameters] GetBalances query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetBalances),
            "Settlement",
            "Read who owes whom",
            "What each member was charged, paid and owes, what each supplier supplied, was paid and is due, and what each member was charged for each supplier.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor);
}
