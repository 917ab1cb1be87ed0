using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace OpportunityKnocks.Purchasing.Benchmarks;

/// <summary>How many needs a second go through the whole service, and how many through a bare API with the same SQL: by turns, on the
/// same machine, from 32 connections that are 32 members.</summary>
internal static class SubmittingNeeds
{
    private const int Connections = 32;
    private const int Pairs = 5;

    // Until the just-in-time compiler has done with the service's code.
    private const int WarmUp = 20_000;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(bool durable)
    {
        await using var stage = await Stage.SetAsync(durable);
        IReadOnlyList<Actor> members;
        Guid cluster, lot;
        await using (var founding = await stage.StartServiceAsync())
        {
            using var cast = await Cast.AssembleAsync(founding.Address, Connections);
            (members, cluster) = (cast.Members, cast.Cluster);
            (_, lot) = await cast.RoundAsync();
            await stage.DrainAsync();
        }

        await stage.CopyDatabaseAsync();
        await using var service = await stage.StartServiceAsync();
        await using var bare = await stage.StartBareAsync();
        var body = Encoding.UTF8.GetBytes(
            $$"""
            {
              "lotId": "{{lot}}", "categoryCode": "72253000", "description": "Helpdesk for our 12 staff", "quantity": 12, "unit": "IE",
              "baseline": { "unitPrice": "31.5000", "vat": "excluded", "vatRate": "20", "source": "invoice" }, "ceiling": "30.0000"
            }
            """);

        Task<double> ServiceTurn() => TurnAsync(service, members.Select(_ => $"/v1/clusters/{cluster}/needs"), members, body);
        Task<double> BareTurn() => TurnAsync(bare, members.Select(m => $"/clusters/{cluster}/members/{m.Id}/needs"), members, body);

        Console.WriteLine($"Warming up with {WarmUp} needs each ...");
        await WarmUpAsync(ServiceTurn, stage);
        await WarmUpAsync(BareTurn, stage);

        var ratios = new List<double>();
        Console.WriteLine("pair  service/s  bare/s  ratio  CPU ms per need (service, bare)  journal rows waiting at the end");
        for (var pair = 1; pair <= Pairs; pair++)
        {
            var used = (service.ProcessorTime, bare.ProcessorTime);
            var through = await ServiceTurn();
            var (waiting, time) = await stage.DrainAsync();
            var without = await BareTurn();
            ratios.Add(through / without);
            var perNeed = (Service: (service.ProcessorTime - used.Item1).TotalMilliseconds / (through * Turn.TotalSeconds),
                Bare: (bare.ProcessorTime - used.Item2).TotalMilliseconds / (without * Turn.TotalSeconds));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{pair,4}  {through,9:F0}  {without,6:F0}  {through / without,5:P0}  {perNeed.Service:F3}, {perNeed.Bare:F3}  {waiting}, sequenced in {time.TotalSeconds:F1} s"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Median: the whole service does {ratios[Pairs / 2]:P0} of the bare API."));
    }

    private static async Task WarmUpAsync(Func<Task<double>> turn, Stage stage)
    {
        var patience = Stopwatch.StartNew();
        for (var needs = 0.0; needs < WarmUp && patience.Elapsed < TimeSpan.FromMinutes(1);)
            needs += await turn() * Turn.TotalSeconds;
        await stage.DrainAsync();
    }

    /// <returns>Needs a second.</returns>
    private static async Task<double> TurnAsync(ServerProcess server, IEnumerable<string> paths, IReadOnlyList<Actor> members, byte[] body)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server.Address };
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(paths.Zip(members, (path, member) => Task.Run(() => SubmitAsync(http, path, member.Token, body, clock))));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task<int> SubmitAsync(HttpClient http, string path, string token, byte[] body, Stopwatch clock)
    {
        var authorization = new AuthenticationHeaderValue("Bearer", token);
        var count = 0;
        while (clock.Elapsed < Turn)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = authorization;
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode != System.Net.HttpStatusCode.Created)
                throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            count++;
        }

        return count;
    }
}
