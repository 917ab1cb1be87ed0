using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace OpportunityKnocks.Purchasing.Benchmarks;

/// <summary>How long reading the live demand takes in a round with ten needs and in one with a hundred thousand, by turns, from one
/// connection.</summary>
internal static class ReadingDemand
{
    private const int Members = 50;
    private const int Batch = 1_000;
    private const int Reads = 1_000;
    private const int Turns = 4;

    public static async Task RunAsync(bool durable)
    {
        await using var stage = await Stage.SetAsync(durable);
        await using var service = await stage.StartServiceAsync();
        using var cast = await Cast.AssembleAsync(service.Address, Members);
        var small = await cast.RoundAsync();
        var large = await cast.RoundAsync();
        await SubmitAsync(cast, small.Lot, 10, 1);
        for (var batch = 0; batch < 100; batch++)
        {
            await SubmitAsync(cast, large.Lot, Batch, batch);
            if (batch % 10 == 9)
                Console.WriteLine($"{(batch + 1) * Batch} needs submitted ...");
        }

        var (waiting, time) = await stage.DrainAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{waiting} journal rows were waiting; sequenced in {time.TotalSeconds:F1} s."));

        await MeasureAsync(service, cast, small.Round);
        await MeasureAsync(service, cast, large.Round);
        var (few, many) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            few.AddRange(await MeasureAsync(service, cast, small.Round));
            many.AddRange(await MeasureAsync(service, cast, large.Round));
        }

        Print("     10 needs", few);
        Print("100,000 needs", many);
    }

    private static Task SubmitAsync(Cast cast, Guid lot, int count, int turn)
    {
        var needs = Enumerable.Range(1, count).Select(i =>
            $$"""{ "lotId": "{{lot}}", "categoryCode": "72253000", "description": "Helpdesk", "quantity": {{i}}, "unit": "IE", "anyPrice": true }""");
        return cast.PostAsync(
            cast.Members[turn % Members].Token, $"/v1/clusters/{cast.Cluster}/needs/batch", $$"""{ "needs": [{{string.Join(',', needs)}}] }""");
    }

    private static async Task<List<double>> MeasureAsync(ServerProcess service, Cast cast, Guid round)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cast.Coordinator);
        var url = new Uri($"/v1/clusters/{cast.Cluster}/rounds/{round}/demand", UriKind.Relative);
        var times = new List<double>();
        for (var i = 0; i < Reads / Turns; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(url);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static void Print(string what, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: median {times[times.Count / 2]:F2} ms, 95 % under {times[times.Count * 95 / 100]:F2} ms"));
    }
}
