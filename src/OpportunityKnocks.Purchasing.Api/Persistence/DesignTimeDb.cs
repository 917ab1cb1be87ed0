using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>Lets <c>dotnet ef</c> see the model without a database or a running service.</summary>
public sealed class DesignTimeDb : IDesignTimeDbContextFactory<PurchasingDb>
{
    public PurchasingDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PurchasingDb>().UseNpgsql("Host=nowhere").UseSnakeCaseNamingConvention().Options);
}
