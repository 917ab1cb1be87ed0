namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>What a token may be used for. A client gets a subset of what its party could ever need.</summary>
public static class Scopes
{
    public const string Operate = "operate";
    public const string DirectoryRead = "directory:read";
    public const string DirectoryWrite = "directory:write";
    public const string NeedsRead = "needs:read";
    public const string NeedsWrite = "needs:write";
    public const string RoundsRead = "rounds:read";
    public const string RoundsWrite = "rounds:write";
    public const string TendersRead = "tenders:read";
    public const string BidsWrite = "bids:write";
    public const string BidsEvaluate = "bids:evaluate";
    public const string SharesRead = "shares:read";
    public const string LedgerRead = "ledger:read";
    public const string LedgerWrite = "ledger:write";
    public const string ReportsRead = "reports:read";
    public const string EventsRead = "events:read";
    public const string EventsSubscribe = "events:subscribe";
    public const string AuditRead = "audit:read";
    public const string ChargesWrite = "charges:write";

    public static readonly IReadOnlyList<string> All =
    [
        Operate, DirectoryRead, DirectoryWrite, NeedsRead, NeedsWrite, RoundsRead, RoundsWrite, TendersRead, BidsWrite, BidsEvaluate,
        SharesRead, LedgerRead, LedgerWrite, ReportsRead, EventsRead, EventsSubscribe, AuditRead,
        ChargesWrite,
    ];

    /// <summary>The most a client of each kind of party may be given.</summary>
    public static IReadOnlyList<string> Of(PartyKind party) => party switch
    {
        PartyKind.Operator => [Operate, DirectoryRead],
        PartyKind.Coordinator =>
        [
            DirectoryRead, DirectoryWrite, NeedsRead, RoundsRead, RoundsWrite, TendersRead, BidsEvaluate, SharesRead,
            LedgerRead, LedgerWrite, ReportsRead, EventsRead, EventsSubscribe, AuditRead, ChargesWrite,
        ],
        PartyKind.Organisation =>
        [
            DirectoryRead, NeedsRead, NeedsWrite, RoundsRead, TendersRead, BidsWrite, SharesRead, LedgerRead, ReportsRead, EventsRead,
            EventsSubscribe, ChargesWrite,
        ],
        PartyKind.Auditor => [DirectoryRead, RoundsRead, BidsEvaluate, SharesRead, LedgerRead, ReportsRead, EventsRead, EventsSubscribe, AuditRead],
        _ => throw new ArgumentOutOfRangeException(nameof(party)),
    };
}
