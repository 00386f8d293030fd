using System.Diagnostics;

namespace TradingBot.Bench;

/// <summary>
/// What a busy API costs trading: a standalone service in a process of its own with a fast demo, by turns alone and with 100 readers
/// of the event stream and 1,000 requests a second, so that whatever else the machine does falls on both. The load comes from a
/// process of lower priority, as it would from other machines, which take no processor from the service.
/// </summary>
internal static class ApiBench
{
    private const int Speed = 600;
    private const int Rounds = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string[] args)
    {
        var phase = TimeSpan.FromSeconds(args is [var seconds, ..] ? int.Parse(seconds) : 6);
        var folder = Directory.CreateTempSubdirectory("tradingbot-bench-").FullName;
        using var service = Start(folder);
        try
        {
            var (address, token) = await ReadyAsync(service);
            using var bench = Process.GetCurrentProcess();
            bench.PriorityClass = ProcessPriorityClass.BelowNormal;
            await using var probe = new DecisionProbe(address, token, Speed);
            // Also what only requests run: the first ones of a process are slow, and are not what is measured.
            await using (var load = new ApiLoad(address, token))
            {
                load.Begin();
                await Task.Delay(WarmUp);
            }

            await Task.Delay(Settle);
            var (alone, busy) = (new Phase("alone"), new Phase($"{ApiLoad.Readers} readers, {ApiLoad.RequestsPerSecond:N0} requests/s"));
            var latencies = new List<double>();
            long events = 0;
            for (var round = 0; round < Rounds; round++)
            {
                await alone.MeasureAsync(probe, service, bench, phase);
                await using (var load = new ApiLoad(address, token))
                {
                    await Task.Delay(Settle);
                    load.Begin();
                    await busy.MeasureAsync(probe, service, bench, phase);
                    latencies.AddRange(load.Latencies);
                    events += load.Events;
                }

                await Task.Delay(Settle);
            }

            alone.Report(probe);
            busy.Report(probe);
            var took = (Rounds * phase).TotalSeconds;
            Console.WriteLine(
                $"answered {latencies.Count / took:N0} requests/s: p50 {Quantile.Of(latencies, 0.5):N2} ms, p99 {Quantile.Of(latencies, 0.99):N2} ms; {events / took:N0} events/s to all readers");
            Console.WriteLine($"decisions busy / alone: p50 {busy.At(probe, 0.5) / alone.At(probe, 0.5):N2}, p99 {busy.At(probe, 0.99) / alone.At(probe, 0.99):N2}");
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[]
                 {
                     typeof(TradingBot.Silo.Hosting.SettingsReader).Assembly.Location, "--demo", "--data", folder, "--port", "0",
                     $"--MarketData:Speed={Speed}", "--Logging:LogLevel:Default=Warning", "--Limits:RequestsPerSecond=0", "--Limits:AddressRequestsPerSecond=0",
                 })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<(Uri Address, string Token)> ReadyAsync(Process service)
    {
        Uri? address = null;
        while (await service.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
                address = new(line["Listening on ".Length..]);
            if (!line.StartsWith("Token: ", StringComparison.Ordinal))
                continue;
            // Nobody reads what follows; a full pipe would stop it.
            _ = service.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return (address!, line["Token: ".Length..]);
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }

    /// <summary>What was measured with or without load, over all rounds.</summary>
    private sealed class Phase(string name)
    {
        private readonly List<Decision> _decisions = [];
        private TimeSpan _time, _service, _bench;

        public async Task MeasureAsync(DecisionProbe probe, Process service, Process bench, TimeSpan phase)
        {
            var (begin, serviceBefore, benchBefore) = (Stopwatch.GetTimestamp(), Processor(service), Processor(bench));
            _decisions.AddRange(await probe.CollectAsync(phase));
            _time += Stopwatch.GetElapsedTime(begin);
            _service += Processor(service) - serviceBefore;
            _bench += Processor(bench) - benchBefore;
        }

        public double At(DecisionProbe probe, double quantile) => Quantile.Of([.. _decisions.Select(probe.LatencyOf)], quantile);

        public void Report(DecisionProbe probe) => Console.WriteLine(
            $"{name,-32} {_decisions.Count,6:N0} decisions; latency p50 {At(probe, 0.5),6:N1} ms, p90 {At(probe, 0.9),6:N1}, p99 {At(probe, 0.99),6:N1}, most {At(probe, 1),6:N1}"
            + $"; cores taken by the service {_service / _time:N2}, by the load {_bench / _time:N2}");

        private static TimeSpan Processor(Process process)
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }
}
