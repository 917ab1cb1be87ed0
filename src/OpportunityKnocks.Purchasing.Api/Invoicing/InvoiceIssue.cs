using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>Makes out the documents of a settlement and gives them their numbers. Needs a running transaction.</summary>
public sealed class InvoiceIssue(PurchasingDb db, PostedCharges posted)
{
    /// <exception cref="DomainException"><see cref="InvoiceRefusals"/></exception>
    public async Task<IReadOnlyList<Invoice>> MakeOutAsync(Settlement settlement, DateTimeOffset now, CancellationToken ct)
    {
        var cluster = settlement.ClusterId;
        var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.ClusterId == cluster && r.Id == settlement.RoundId, ct);
        if (round.Trade.LeadBuyer is not { } lead)
            throw InvoiceRefusals.NoLeadBuyer.Because("Record the suppliers' invoice numbers with the members' charges.");
        if (await db.Invoices.AnyAsync(i => i.ClusterId == cluster && i.SettlementId == settlement.Id, ct))
            throw InvoiceRefusals.InvoicesIssued.Because("What is wrong with an invoice is put right by a correcting settlement and its credit notes.");

        var parties = await PartiesAsync(cluster, ct);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var seller = InvoiceParty.SellerOf(lead, parties[lead.MemberId].Identifiers);
        var today = LocalTime.DayOf(now);
        var corrected = await CorrectedAsync(settlement, ct);
        var invoices = (await posted.OfAsync(settlement, ct))
            .Where(charges => charges.Key != lead.MemberId)
            .Select(charges =>
            {
                var buyer = parties[charges.Key];
                var facts = new InvoiceFacts(
                    seller,
                    InvoiceParty.BuyerOf(buyer.Name, buyer.PostcodeDistrict, buyer.Identifiers, lead.Address.Country),
                    lead.Vat,
                    lead.Account,
                    round.Title,
                    settlement.Number,
                    [.. corrected[charges.Key]]);
                return Invoice.Of((cluster, round.Id, settlement.Id), lead.MemberId, charges.Key, facts, [.. charges], currency, today, lead.PaymentDays);
            })
            .ToList();
        if (invoices.Count == 0)
            throw InvoiceRefusals.NothingToInvoice.Because("Nobody is charged, or only the lead buyer, which does not invoice itself.");

        foreach (var kind in invoices.GroupBy(i => i.Kind))
            await NumberAsync(cluster, lead.MemberId, kind.Key, [.. kind], ct);
        return invoices;
    }

    /// <summary>The documents for what a correction corrects, by member: none where it was not invoiced, or is no correction.</summary>
    private async Task<ILookup<MemberId, InvoiceReference>> CorrectedAsync(Settlement settlement, CancellationToken ct)
    {
        var invoices = await db.Invoices
            .Where(i => i.ClusterId == settlement.ClusterId && i.SettlementId == settlement.Corrects && i.Kind == InvoiceKind.Invoice)
            .Select(i => new { i.MemberId, i.Number, i.IssuedOn })
            .ToListAsync(ct);
        return invoices.ToLookup(i => i.MemberId, i => new InvoiceReference(i.Number, i.IssuedOn));
    }

    /// <summary>Takes as many numbers of a kind and seller as there are documents. Who takes them holds the counter until the transaction
    /// ends: none comes twice, and there is no gap.</summary>
    private async Task NumberAsync(ClusterId cluster, MemberId seller, InvoiceKind kind, List<Invoice> invoices, CancellationToken ct)
    {
        var counter = $"{(kind == InvoiceKind.Invoice ? "invoice" : "creditNote")}:{seller.Value}";
        var last = await db.Database.SqlQuery<long>(
            $"""
            INSERT INTO counters (cluster_id, name, value) VALUES ({cluster.Value}, {counter}, {invoices.Count})
            ON CONFLICT (cluster_id, name) DO UPDATE SET value = counters.value + {invoices.Count}
            RETURNING value AS "Value"
            """).ToListAsync(ct);
        for (var i = 0; i < invoices.Count; i++)
            invoices[i].TakeNumber(last[0] - invoices.Count + 1 + i);
    }

    private async Task<Dictionary<MemberId, Buyer>> PartiesAsync(ClusterId cluster, CancellationToken ct)
    {
        var organisations = await db.Organisations.AsNoTracking()
            .Where(o => db.Members.Any(m => m.ClusterId == cluster && m.OrganisationId == o.Id))
            .ToDictionaryAsync(o => o.Id, ct);
        var members = await db.Members.Where(m => m.ClusterId == cluster).Select(m => new { m.Id, m.OrganisationId }).ToListAsync(ct);
        return members.ToDictionary(m => m.Id, m => Buyer.Of(organisations[m.OrganisationId]));
    }

    private sealed record Buyer(string Name, string PostcodeDistrict, IReadOnlyList<OrganisationIdentifier> Identifiers)
    {
        public static Buyer Of(Organisation organisation) => new(organisation.Name, organisation.PostcodeDistrict, organisation.Identifiers);
    }
}
