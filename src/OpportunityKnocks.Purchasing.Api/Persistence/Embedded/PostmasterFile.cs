using System.Diagnostics;
using System.Globalization;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>What the server writes about itself into <c>postmaster.pid</c> while it runs, and leaves behind when it is killed.</summary>
/// <param name="Port">Null while the server has not got that far.</param>
internal sealed record PostmasterFile(int Pid, int? Port)
{
    private const int PortLine = 3;

    // The highest number there is, beyond what any system gives to a process.
    private const string NobodysPid = "2147483647";

    /// <summary>Whether the process is there and is a PostgreSQL, not another that got the number after a crash of the machine.</summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Pid);
                return process.ProcessName.Contains("postgres", StringComparison.OrdinalIgnoreCase) && !IsDeadButUnburied(Pid);
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    public static PostmasterFile? Read(StateLayout state)
    {
        var path = PathIn(state);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return lines.Length > 0 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
            ? new PostmasterFile(pid, PortIn(lines))
            : null;
    }

    /// <summary>PostgreSQL recognises a file left behind by a number that no process has; it refuses to start when some other
    /// process has got that number since. Only the number is taken out: by the rest it recognises surviving backends.</summary>
    public static void MarkAsLeftBehind(StateLayout state)
    {
        var lines = File.ReadAllLines(PathIn(state));
        lines[0] = NobodysPid;
        File.WriteAllText(PathIn(state), string.Join('\n', lines) + "\n");
    }

    private static string PathIn(StateLayout state) => Path.Combine(state.Data, "postmaster.pid");

    private static int? PortIn(string[] lines) =>
        lines.Length > PortLine && int.TryParse(lines[PortLine], CultureInfo.InvariantCulture, out var port) ? port : null;

    // In a container whose first process buries no orphans, a killed server stays in the table of processes.
    private static bool IsDeadButUnburied(int pid)
    {
        var stat = $"/proc/{pid}/stat";
        return OperatingSystem.IsLinux() && File.Exists(stat) && File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
    }
}
