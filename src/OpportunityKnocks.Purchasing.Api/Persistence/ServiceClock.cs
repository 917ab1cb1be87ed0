namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>The service's time. Deadlines are judged by the database's clock plus <see cref="Offset"/>, read after the lock; everything
/// else takes the time from here. The offset is zero everywhere but in scenarios of the tests.</summary>
public class ServiceClock : TimeProvider
{
    public virtual TimeSpan Offset => TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
