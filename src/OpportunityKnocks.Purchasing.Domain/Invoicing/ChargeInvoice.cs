namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>The number of the invoice by which a supplier asked a member for one charge. It is recorded once.</summary>
public sealed class ChargeInvoice
{
    private ChargeInvoice()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ChargeId Id { get; private set; }

    public AwardId AwardId { get; private set; }

    public LotId LotId { get; private set; }

    public int Part { get; private set; }

    public MemberId MemberId { get; private set; }

    public int Period { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    /// <summary>As the supplier gave it; unique among its numbers in the cluster.</summary>
    public string Number { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    public int Version { get; private set; }

    public static ChargeInvoice Record(ClusterId cluster, ChargeKey charge, OrganisationId supplier, string number, DateTimeOffset now) => new()
    {
        ClusterId = cluster,
        Id = ChargeId.Of(charge),
        AwardId = charge.AwardId,
        LotId = charge.LotId,
        Part = charge.Part,
        MemberId = charge.MemberId,
        Period = charge.Period,
        SupplierId = supplier,
        Number = number,
        RecordedAt = now,
        Version = 1,
    };
}
