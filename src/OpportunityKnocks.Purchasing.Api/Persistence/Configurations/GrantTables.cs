using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Grants;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>The grants of a cluster.</summary>
public sealed class GrantTables : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants", t => t.HasCheckConstraint(
            "ck_grants", "amount > 0 AND until >= \"from\" AND (ended_on IS NULL OR ended_on >= \"from\" - 1 AND ended_on < until)"));
        builder.HasKey(g => new { g.ClusterId, g.Id });
        builder.Property(g => g.Funder).HasMaxLength(200);
        builder.Property(g => g.Note).HasMaxLength(2000);
        builder.Property(g => g.Version).IsConcurrencyToken();
        builder.BelongsToCluster();
    }
}
