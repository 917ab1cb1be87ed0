namespace OpportunityKnocks.Purchasing.Api.Demo;

/// <summary>A member of the demonstration and what it asks for.</summary>
/// <param name="Users">People who use the helpdesk.</param>
/// <param name="Hours">On-site hours a quarter; 0 for none.</param>
/// <param name="PaidPerUser">What it pays today per user and month, without VAT; null when it does not say.</param>
/// <param name="PaidPerHour">What it pays today per hour on site, without VAT.</param>
/// <param name="CeilingPerUser">The most it would pay per user and month, all in; null for any price.</param>
public sealed record DemoMember(
    string Name,
    string Group,
    string Size,
    string District,
    string VatRecovery,
    int Users,
    int Hours,
    string? PaidPerUser,
    string? PaidPerHour,
    string? CeilingPerUser);

/// <summary>A supplier of the demonstration and its offer: volume tiers as (from, price).</summary>
public sealed record DemoSupplier(
    string Name,
    bool VatRegistered,
    (int From, string Price)[] Helpdesk,
    string HelpdeskSetUp,
    string HelpdeskPerMember,
    (int From, string Price)[]? OnSite,
    string OnSiteSetUp);

/// <summary>The people of the demonstration. All are made up.</summary>
public static class DemoCast
{
    public const string Asian = "Asian community";
    public const string Rural = "Rural East Midlands";
    public const string City = "Inner city";

    /// <summary>How long the contracts run.</summary>
    public const int Months = 24;

    /// <summary>The first day of the term: the first of the month after next.</summary>
    public static DateOnly FirstDay(DateTimeOffset now) => new DateOnly(now.Year, now.Month, 1).AddMonths(2);

    public static readonly IReadOnlyList<string> Groups = [Asian, Rural, City];

    public static readonly IReadOnlyList<DemoMember> Members =
    [
        new("Belgrave Elders' Lunch Club", Asian, "upTo9", "LE4", "0", 4, 0, "31.50", null, "34.0000"),
        new("Melton Road Advice Centre", Asian, "from10To49", "LE4", "20", 18, 12, "27.00", "58.00", "30.0000"),
        new("Sangam Women's Project", Asian, "upTo9", "LE4", "0", 7, 4, "29.00", "60.00", "32.0000"),
        new("Rushey Mead Youth Trust", Asian, "upTo9", "LE4", "0", 9, 0, "30.00", null, "32.0000"),
        new("Gujarati Arts Forum", Asian, "upTo9", "LE4", "50", 5, 0, "28.50", null, "31.0000"),
        new("Spinney Hill Carers", Asian, "from10To49", "LE5", "0", 22, 16, "26.50", "55.00", "29.0000"),
        new("Evington Homework Club", Asian, "upTo9", "LE5", "0", 3, 0, null, null, null),
        new("North Evington Credit Union", Asian, "from10To49", "LE5", "35", 14, 8, "32.00", "62.00", "33.0000"),
        new("Harborough Rural Transport", Rural, "from10To49", "LE16", "100", 16, 10, "25.00", "54.00", "28.0000"),
        new("Market Bosworth Village Hall", Rural, "upTo9", "CV13", "0", 2, 0, "36.00", null, "40.0000"),
        new("Rutland Befrienders", Rural, "upTo9", "LE15", "0", 6, 6, "30.50", "65.00", "34.0000"),
        new("Wolds Farming Families Network", Rural, "upTo9", "LE14", "10", 5, 0, "33.00", null, "35.0000"),
        new("Vale of Belvoir Community Shop", Rural, "upTo9", "NG13", "100", 4, 0, "24.00", null, "27.0000"),
        new("Melton Food Larder", Rural, "upTo9", "LE13", "0", 8, 4, "28.00", "57.00", "31.0000"),
        new("Hinckley Hospice at Home", Rural, "from50To249", "LE10", "15", 64, 30, "24.50", "52.00", "27.5000"),
        new("Lutterworth Town Band", Rural, "upTo9", "LE17", "0", 2, 0, "18.00", null, "19.0000"),
        new("Braunstone Foodbank", City, "upTo9", "LE3", "0", 9, 6, "29.50", "59.00", "31.0000"),
        new("Highfields Legal Help", City, "from10To49", "LE2", "60", 26, 14, "27.50", "56.00", "29.5000"),
        new("St Matthew's Tenants' Union", City, "upTo9", "LE1", "0", 4, 0, "30.00", null, "33.0000"),
        new("City Night Shelter", City, "from50To249", "LE1", "0", 58, 24, "25.50", "53.00", "28.5000"),
        new("New Parks Parents", City, "upTo9", "LE3", "0", 6, 0, "27.00", null, "29.0000"),
        new("Westcotes Repair Café", City, "upTo9", "LE3", "25", 5, 2, "31.00", "61.00", "33.0000"),
        new("Leicester Refugee Welcome", City, "from10To49", "LE2", "0", 31, 18, "28.00", "58.00", "30.0000"),
        new("Clarendon Park Players", City, "upTo9", "LE2", "100", 7, 0, "26.00", null, "28.0000"),
    ];

    public static readonly IReadOnlyList<DemoSupplier> Suppliers =
    [
        new("Soar Valley IT", true, [(1, "24.0000"), (100, "21.5000"), (250, "18.9500")], "950.00", "12.00", [(1, "49.5000"), (100, "44.0000")], "0.00"),
        new("Charnwood Managed Services", true, [(50, "22.7500"), (200, "20.2000"), (300, "18.6000")], "1800.00", "0.00", [(1, "52.0000"), (150, "41.7500")], "300.00"),
        new("Fosse Way Computers (sole trader)", false, [(1, "26.0000"), (150, "23.2500"), (300, "21.9000")], "0.00", "15.00", [(1, "47.0000")], "0.00"),
        new("Three Counties Support", true, [(1, "25.0000"), (300, "19.4500")], "400.00", "8.00", null, "0.00"),
        new("Anchor Street Technology Co-operative", true, [(1, "23.5000"), (200, "19.9000"), (320, "18.4500")], "2400.00", "5.00", [(1, "50.0000"), (120, "43.2500")], "120.00"),
    ];
}
