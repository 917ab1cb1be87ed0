using OpportunityKnocks.Purchasing.Benchmarks;

// dotnet run -c Release --project tests/OpportunityKnocks.Purchasing.Benchmarks -- submit | demand [--not-durable] | awards
switch (args)
{
    case ["submit", ..]:
        await SubmittingNeeds.RunAsync(durable: !args.Contains("--not-durable", StringComparer.Ordinal));
        return 0;
    case ["demand", ..]:
        await ReadingDemand.RunAsync(durable: !args.Contains("--not-durable", StringComparer.Ordinal));
        return 0;
    case ["awards"]:
        FindingAwards.Run();
        return 0;
    case ["bare", var url, var connectionString]:
        await BareApi.RunAsync(url, connectionString);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Say what to measure: submit, demand, awards. With --not-durable the database does not wait for its disk.");
        return 1;
}
