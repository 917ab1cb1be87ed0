using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>Every account of a cluster's ledger with what was ever posted to it.</summary>
public sealed record GetTrialBalance(Guid ClusterId) : IRequest<TrialBalanceResponse>;

/// <summary>One account.</summary>
/// <param name="OwnerId">The member, the supplying organisation, the round or, for the cluster's own, the cluster.</param>
/// <param name="Debits">The sum of the transfers from it.</param>
/// <param name="Credits">The sum of the transfers to it.</param>
/// <param name="Balance">Debits less credits: positive is owed by the owner, negative is due to it.</param>
public sealed record TrialBalanceAccount(AccountKind Kind, Guid OwnerId, string Name, Money Debits, Money Credits, Money Balance);

/// <summary>A cluster's ledger by account. Debits equal credits.</summary>
public sealed record TrialBalanceResponse(Money Debits, Money Credits, IReadOnlyList<TrialBalanceAccount> Accounts);

public sealed class GetTrialBalanceHandler(PurchasingDb db) : IRequestHandler<GetTrialBalance, TrialBalanceResponse>
{
    public async Task<TrialBalanceResponse> Handle(GetTrialBalance request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var transfers = db.Transfers.Where(t => t.ClusterId == cluster);

        // Both sides in one statement: a settlement posted between two would leave them unequal.
        var sums = await transfers.Select(t => new { Kind = t.FromKind, Owner = t.FromOwner, Debit = t.Amount, Credit = 0L })
            .Concat(transfers.Select(t => new { Kind = t.ToKind, Owner = t.ToOwner, Debit = 0L, Credit = t.Amount }))
            .GroupBy(side => new { side.Kind, side.Owner })
            .Select(g => new { g.Key.Kind, g.Key.Owner, Debits = g.Sum(side => side.Debit), Credits = g.Sum(side => side.Credit) })
            .ToListAsync(cancellationToken);
        var names = await NamesAsync(cluster, cancellationToken);

        var accounts = sums
            .Select(sum => new TrialBalanceAccount(
                sum.Kind,
                sum.Owner,
                names[new Account(sum.Kind, sum.Owner)],
                new Money(sum.Debits, currency),
                new Money(sum.Credits, currency),
                new Money(sum.Debits - sum.Credits, currency)))
            .OrderBy(account => account.Kind).ThenBy(account => account.Name, StringComparer.Ordinal).ThenBy(account => account.OwnerId)
            .ToList();
        return new TrialBalanceResponse(
            new Money(sums.Sum(sum => sum.Debits), currency), new Money(sums.Sum(sum => sum.Credits), currency), accounts);
    }

    private async Task<Dictionary<Account, string>> NamesAsync(ClusterId cluster, CancellationToken ct)
    {
        var members = await db.Members.Where(m => m.ClusterId == cluster)
            .Join(db.Organisations, m => m.OrganisationId, o => o.Id, (m, o) => new { m.Id, o.Name })
            .ToListAsync(ct);
        var suppliers = await db.Organisations
            .Where(o => db.SupplierApprovals.Any(s => s.ClusterId == cluster && s.OrganisationId == o.Id))
            .Select(o => new { o.Id, o.Name })
            .ToListAsync(ct);
        var rounds = await db.Rounds.Where(r => db.Settlements.Any(s => s.ClusterId == cluster && s.RoundId == r.Id) && r.ClusterId == cluster)
            .Select(r => new { r.Id, r.Title })
            .ToListAsync(ct);
        var own = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Name).SingleAsync(ct);
        return members.Select(m => (Account.Of(m.Id), m.Name))
            .Concat(suppliers.Select(s => (Account.Of(s.Id), s.Name)))
            .Concat(rounds.Select(r => (Account.ClearingOf(r.Id), r.Title)))
            .Append((Account.VatRoundingOf(cluster), own))
            .Append((Account.BankOf(cluster), own))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
    }
}

public sealed class GetTrialBalanceEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/ledger/trial-balance",
            async Task<Ok<TrialBalanceResponse>> ([AsParameters] GetTrialBalance query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetTrialBalance),
            "Settlement",
            "Read the trial balance",
            "Every account with the sums posted from and to it: what each member owes, what is due to each supplier, and each round's clearing "
            + "account, which stands at zero.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor);
}
