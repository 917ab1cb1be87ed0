using System.ComponentModel;
using System.Diagnostics;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>What a finished program said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Everything said, for a message to a person.</summary>
    public string Complaint => $"{Errors}\n{Output}".Trim();
}

/// <summary>Runs one program to its end.</summary>
internal static class Command
{
    private const int NotFound = 127;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <returns>A program that does not exist is an ordinary failure, with the shell's exit code for it.</returns>
    public static async Task<CommandResult> RunAsync(IEnumerable<string> line, string folder, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Describe([.. line], folder) };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            return new CommandResult(NotFound, "", missing.Message);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await WaitAsync(process, ct);
        // On Windows a server started by the program inherits its pipes and keeps them open: do not wait for their end.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(LastWords, CancellationToken.None));
        return new CommandResult(process.ExitCode, Said(output), Said(errors));
    }

    private static ProcessStartInfo Describe(string[] line, string folder)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // On Windows this keeps the console's Ctrl-C away from the server.
            CreateNoWindow = true,
        };
        // The caller's own PGDATA, PGPORT, PGOPTIONS are about some other server; messages are read in English.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task WaitAsync(Process process, CancellationToken ct)
    {
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Said(Task<string> reading) => reading.IsCompletedSuccessfully ? reading.Result.Trim() : "";
}
