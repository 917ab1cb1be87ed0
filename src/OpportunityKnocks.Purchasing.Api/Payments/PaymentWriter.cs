using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>What every way to record a payment shares.</summary>
public sealed class PaymentWriter(PurchasingDb db, JournalWriter journal)
{
    /// <summary>Adds the payment, the one transfer it moves and its journal entry; the caller saves them.</summary>
    public void Add(Payment payment)
    {
        var transfer = Transfer.Of(payment);
        db.Payments.Add(payment);
        db.Transfers.Add(transfer);
        MemberId? member = payment.PartyKind == AccountKind.Member ? new MemberId(payment.PartyId) : null;
        journal
            .Record(
                payment.ClusterId,
                EventType.PaymentRecorded,
                SubjectKind.Payment,
                payment.Id.Value,
                payment.Version,
                new { payment.Direction, payment.PaidOn, TransferDigest = TransferDigest.Of([transfer]) })
            .For(member is null ? Audience.Coordinator : Audience.Member, member: member);
    }

    /// <summary>The account that a request names by a member or a supplier.</summary>
    /// <exception cref="DomainException"><see cref="PaymentRefusals.UnknownParty"/></exception>
    public async Task<Account> PartyAsync(ClusterId cluster, Guid? memberId, Guid? supplierId, CancellationToken ct)
    {
        var isThere = memberId is { } m
            ? await db.Members.AnyAsync(row => row.ClusterId == cluster && row.Id == new MemberId(m), ct)
            : await db.SupplierApprovals.AnyAsync(row => row.ClusterId == cluster && row.OrganisationId == new OrganisationId(supplierId!.Value), ct);
        if (!isThere)
            throw PaymentRefusals.UnknownParty.Because("Neither its members nor its suppliers have this id.");
        return memberId is { } member ? Account.Of(new MemberId(member)) : Account.Of(new OrganisationId(supplierId!.Value));
    }

    /// <summary>Every member's and supplier's account by the reference it pays with; null where two share one.</summary>
    public async Task<IReadOnlyDictionary<string, Account?>> AccountsAsync(ClusterId cluster, CancellationToken ct)
    {
        var members = await db.Members.Where(m => m.ClusterId == cluster).Select(m => m.Id).ToListAsync(ct);
        var suppliers = await db.SupplierApprovals.Where(s => s.ClusterId == cluster).Select(s => s.OrganisationId).ToListAsync(ct);
        return members.Select(Account.Of).Concat(suppliers.Select(Account.Of))
            .GroupBy(PaymentReference.Of, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count() == 1 ? g.Single() : (Account?)null, StringComparer.Ordinal);
    }
}
