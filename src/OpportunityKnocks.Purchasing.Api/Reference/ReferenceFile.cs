using System.Reflection;
using CsvHelper;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>Reads a list that ships inside the assembly.</summary>
public static class ReferenceFile
{
    public static IReadOnlyList<T> Read<T>(string name, Func<CsvReader, T> row)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var csv = CsvReader.Create(stream);
        var rows = new List<T>();
        while (csv.Read())
            rows.Add(row(csv));
        return rows;
    }
}
