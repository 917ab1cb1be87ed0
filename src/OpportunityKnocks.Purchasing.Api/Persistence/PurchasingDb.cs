using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Grants;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Questions;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>The whole database. Tables are found by their configuration beside this file.</summary>
public sealed class PurchasingDb(DbContextOptions<PurchasingDb> options) : DbContext(options)
{
    public DbSet<Cluster> Clusters => Set<Cluster>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<SupplierApproval> SupplierApprovals => Set<SupplierApproval>();

    public DbSet<ApiClient> ApiClients => Set<ApiClient>();

    public DbSet<Round> Rounds => Set<Round>();

    public DbSet<Lot> Lots => Set<Lot>();

    public DbSet<Need> Needs => Set<Need>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<LotDemand> LotDemands => Set<LotDemand>();

    public DbSet<MemberDemand> MemberDemands => Set<MemberDemand>();

    public DbSet<Bid> Bids => Set<Bid>();

    public DbSet<BidVersion> BidVersions => Set<BidVersion>();

    public DbSet<BidDocument> BidDocuments => Set<BidDocument>();

    public DbSet<BidLogEntry> BidLog => Set<BidLogEntry>();

    public DbSet<Award> Awards => Set<Award>();

    public DbSet<AwardedLot> AwardedLots => Set<AwardedLot>();

    public DbSet<AwardScenario> AwardScenarios => Set<AwardScenario>();

    public DbSet<Departure> Departures => Set<Departure>();

    public DbSet<Share> Shares => Set<Share>();

    public DbSet<AwardSharing> AwardSharings => Set<AwardSharing>();

    public DbSet<AwardAdjustment> AwardAdjustments => Set<AwardAdjustment>();

    public DbSet<Commitment> Commitments => Set<Commitment>();

    public DbSet<CommitmentLine> CommitmentLines => Set<CommitmentLine>();

    public DbSet<Settlement> Settlements => Set<Settlement>();

    public DbSet<SettledPeriod> SettledPeriods => Set<SettledPeriod>();

    public DbSet<CorrectedPeriod> CorrectedPeriods => Set<CorrectedPeriod>();

    public DbSet<SupplyRecord> SupplyRecords => Set<SupplyRecord>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<BankLine> BankLines => Set<BankLine>();

    public DbSet<Transfer> Transfers => Set<Transfer>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<InvoiceLine> InvoiceLines => Set<InvoiceLine>();

    public DbSet<ChargeInvoice> ChargeInvoices => Set<ChargeInvoice>();

    public DbSet<JournalEntry> Journal => Set<JournalEntry>();

    public DbSet<Feed> Feeds => Set<Feed>();

    public DbSet<AnswerRow> Answers => Set<AnswerRow>();

    public DbSet<Question> Questions => Set<Question>();

    public DbSet<Reminder> Reminders => Set<Reminder>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<StepFailure> StepFailures => Set<StepFailure>();

    public DbSet<InterestDeclaration> InterestDeclarations => Set<InterestDeclaration>();

    public DbSet<ScoreSheet> ScoreSheets => Set<ScoreSheet>();

    public DbSet<Consensus> Consensuses => Set<Consensus>();

    public DbSet<ScoringRecord> ScoringRecords => Set<ScoringRecord>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<PriceInquiry> PriceInquiries => Set<PriceInquiry>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var id in typeof(IId<>).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterface(typeof(IId<>).Name) is not null))
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));

        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<UnitPrice>().HaveConversion<UnitPriceConverter>();
        configurationBuilder.Properties<Percent>().HaveConversion<PercentConverter>();
        configurationBuilder.Properties<Currency>().HaveConversion<CurrencyConverter>().HaveMaxLength(3);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOpenIddict();
        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
    }

    private sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value))
        where TId : struct, IId<TId>
    {
        private static TId Make(Guid value) => TId.From(value);
    }

    private sealed class UnitPriceConverter() : ValueConverter<UnitPrice, long>(p => p.TenThousandths, v => new UnitPrice(v));

    private sealed class PercentConverter() : ValueConverter<Percent, int>(p => p.Hundredths, v => new Percent(v));

    private sealed class CurrencyConverter() : ValueConverter<Currency, string>(c => c.Code, v => Currency.Of(v));
}

/// <summary>The shape all tenant tables share: key and every reference start with the cluster.</summary>
public static class TenantTables
{
    public static void BelongsToCluster<T>(this EntityTypeBuilder<T> table)
        where T : class =>
        table.HasOne<Cluster>().WithMany().HasForeignKey("ClusterId").OnDelete(DeleteBehavior.Restrict);
}
