using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>The service as in production: the executable in a process of its own, on a free port of this machine.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address) => (_process, Address) = (process, address);

    private readonly ConcurrentQueue<string> _output = new();

    public Uri Address { get; }

    /// <summary>What it has written to its console: its log.</summary>
    public string Output => string.Join('\n', _output);

    /// <param name="port">A free one, when left out.</param>
    /// <param name="settings">Configuration besides what all tests use.</param>
    public static async Task<ServiceProcess> StartAsync(
        string connectionString, int? port = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        var service = new ServiceProcess(Process.Start(Executable(address.OriginalString, connectionString, settings))!, address);
        service._process.OutputDataReceived += (_, line) => service._output.Enqueue(line.Data ?? "");
        service._process.BeginOutputReadLine();
        await service.WaitUntilReadyAsync();
        return service;
    }

    /// <summary>Runs a command of the service, such as <c>verify</c>, to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string command, string connectionString, params string[] arguments)
    {
        var start = Executable(command, connectionString, null, isCommand: true);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>kill -9: nothing of the process runs on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ProcessStartInfo Executable(
        string argument, string connectionString, IReadOnlyDictionary<string, string>? settings, bool isCommand = false)
    {
        string[] arguments = isCommand ? [argument] : ["--Urls", argument];
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ConnectionStrings__Purchasing"] = connectionString;
        start.Environment["Keys__Folder"] = AllTests.KeysFolder;
        start.Environment["Bootstrap__ClientId"] = AllTests.OperatorId;
        start.Environment["Bootstrap__ClientSecret"] = AllTests.OperatorSecret;
        start.Environment["Limits__ClientPerMinute"] = "1000000";
        start.Environment["Limits__AddressPerMinute"] = "1000000";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(1) && !_process.HasExited; await Task.Delay(50))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new AssertionException("The service did not come up.");
    }
}
