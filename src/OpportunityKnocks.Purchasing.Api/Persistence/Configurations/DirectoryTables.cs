using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Clusters and what belongs to no cluster: organisations and API clients (reference tables when sharded).</summary>
public sealed class DirectoryTables :
    IEntityTypeConfiguration<Cluster>, IEntityTypeConfiguration<Organisation>, IEntityTypeConfiguration<Group>,
    IEntityTypeConfiguration<Member>, IEntityTypeConfiguration<SupplierApproval>, IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<Cluster> builder)
    {
        builder.ToTable("clusters");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.PostcodeDistrict).HasMaxLength(8);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.OwnsMany(o => o.Identifiers, identifier =>
        {
            identifier.ToTable("organisation_identifiers");
            identifier.WithOwner().HasForeignKey("organisation_id");
            identifier.Property(i => i.Scheme).HasMaxLength(20);
            identifier.Property(i => i.Value).HasMaxLength(50);
            identifier.HasKey(i => new { i.Scheme, i.Value });
        });
    }

    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.ToTable("groups");
        builder.HasKey(g => new { g.ClusterId, g.Id });
        builder.Property(g => g.Name).HasMaxLength(200);
        builder.HasIndex(g => new { g.ClusterId, g.Name }).IsUnique();
        builder.Property(g => g.Version).IsConcurrencyToken();
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.ToTable("members");
        builder.HasKey(m => new { m.ClusterId, m.Id });
        builder.HasIndex(m => new { m.ClusterId, m.OrganisationId }).IsUnique();
        builder.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.PrimitiveCollection(m => m.Groups).HasField("_groups").ElementType(e => e.HasConversion<GroupIdConverter>());
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<SupplierApproval> builder)
    {
        builder.ToTable("supplier_approvals");
        builder.HasKey(s => new { s.ClusterId, s.OrganisationId });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(s => s.Note).HasMaxLength(2000);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.ToTable("api_clients");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.ClientId).HasMaxLength(100);
        builder.HasIndex(c => c.ClientId).IsUnique();
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.Person).HasMaxLength(200);
        builder.PrimitiveCollection(c => c.Scopes);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
