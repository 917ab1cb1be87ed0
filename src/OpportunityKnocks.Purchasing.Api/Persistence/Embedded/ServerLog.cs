namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The server's log file: what one start wrote to it, and that it does not grow for ever.</summary>
internal sealed class ServerLog(string path)
{
    private const long Long = 8 * 1024 * 1024;
    private const int TailLength = 4_000;

    private long _mark;

    /// <summary>Remembers the end; a long log is put aside first, in place of the one before it.</summary>
    public void Mark()
    {
        var file = new FileInfo(path);
        if (file is { Exists: true, Length: > Long })
            file.MoveTo(path + ".old", overwrite: true);
        _mark = File.Exists(path) ? new FileInfo(path).Length : 0;
    }

    /// <summary>The end of what was written since the mark.</summary>
    public string SinceMark()
    {
        if (!File.Exists(path))
            return "(no log was written)";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(_mark, file.Length - TailLength);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Trim();
    }
}
