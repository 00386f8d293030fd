using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace TradingBot.Bench;

/// <summary>
/// What a busy API costs trading: a standalone service in a process of its own with a fast demo, first alone, then with 100 readers of
/// the event stream and 1,000 requests a second, then alone again. A decision's latency is what the service itself measures of it
/// from outside: how much later than its candle's due time an order's event is recorded, less the quickest ever seen.
/// </summary>
internal static class ApiBench
{
    private const int Readers = 100;
    private const int RequestsPerSecond = 1_000;
    private const int Callers = 32;
    private const int Speed = 600;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly string[] Paths =
    [
        "me", "traders", "traders/spot:BTCUSDT/status?user=alice", "balances?user=alice", "orders?limit=20", "fills?limit=20&user=alice",
        "trades?limit=20", "candles?symbol=spot:BTCUSDT&interval=1m&limit=50", "strategies", "symbols",
    ];

    public static async Task RunAsync(string[] args)
    {
        var phase = TimeSpan.FromSeconds(args is [var seconds, ..] ? int.Parse(seconds) : 20);
        var folder = Directory.CreateTempSubdirectory("tradingbot-bench-").FullName;
        using var service = Start(folder);
        try
        {
            var (address, token) = await ReadyAsync(service);
            using var client = Client(address, token);
            using var end = new CancellationTokenSource(WarmUp + 3 * phase + TimeSpan.FromMinutes(1));
            await using var probe = new Probe(client, end.Token);
            await Task.Delay(WarmUp, end.Token);

            var alone = await probe.CollectAsync(phase);
            Report("alone", alone);

            using var load = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
            long events = 0;
            var readers = Enumerable.Range(0, Readers).Select(_ => ReadEventsAsync(address, token, () => Interlocked.Increment(ref events), load.Token)).ToArray();
            var requests = RequestAsync(address, token, load.Token);
            await Task.Delay(TimeSpan.FromSeconds(3), end.Token);
            var busy = await probe.CollectAsync(phase);
            await load.CancelAsync();
            var latencies = await requests;
            await Task.WhenAll(readers);
            Report($"{Readers} readers, {RequestsPerSecond:N0} requests/s", busy);
            var took = (phase + TimeSpan.FromSeconds(3)).TotalSeconds;
            Console.WriteLine($"    answered {latencies.Count / took:N0} requests/s: p50 {At(latencies, 0.5):N2} ms, p99 {At(latencies, 0.99):N2} ms; {events / took:N0} events/s to all readers");

            await Task.Delay(TimeSpan.FromSeconds(2), end.Token);
            var after = await probe.CollectAsync(phase);
            Report("alone again", after);
            var still = alone.Concat(after).ToList();
            Console.WriteLine($"busy / alone: p50 {At(busy, 0.5) / At(still, 0.5):N2}, p99 {At(busy, 0.99) / At(still, 0.99):N2}");
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
                     $"--MarketData:Speed={Speed}", "--Logging:LogLevel:Default=Warning",
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

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = new(address, "/api/v1/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task ReadEventsAsync(Uri address, string token, Action seen, CancellationToken cancellationToken)
    {
        try
        {
            using var client = Client(address, token);
            await foreach (var _ in EventsAsync(client, cancellationToken))
                seen();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The phase is over.
        }
    }

    // Open loop: a request is due at its time whether the ones before it are answered or not, and its latency counts from then.
    private static async Task<List<double>> RequestAsync(Uri address, string token, CancellationToken cancellationToken)
    {
        using var client = Client(address, token);
        var due = Channel.CreateUnbounded<(int Number, long Time)>();
        var latencies = new List<double>();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            await foreach (var (number, time) in due.Reader.ReadAllAsync(CancellationToken.None))
            {
                if (cancellationToken.IsCancellationRequested)
                    continue;
                using var answer = await client.GetAsync(new Uri(Paths[number % Paths.Length], UriKind.Relative), CancellationToken.None);
                answer.EnsureSuccessStatusCode();
                lock (latencies)
                    latencies.Add(Stopwatch.GetElapsedTime(time).TotalMilliseconds);
            }
        })).ToArray();
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; !cancellationToken.IsCancellationRequested;)
        {
            for (var target = (int)(Stopwatch.GetElapsedTime(begin).TotalSeconds * RequestsPerSecond); number < target; number++)
                due.Writer.TryWrite((number, Stopwatch.GetTimestamp()));
            await Task.Delay(1, CancellationToken.None);
        }

        due.Writer.Complete();
        await Task.WhenAll(callers);
        return latencies;
    }

    private static async IAsyncEnumerable<string> EventsAsync(
        HttpClient client, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(new Uri("events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return line["data: ".Length..];
        }
    }

    private static void Report(string phase, List<double> delays) => Console.WriteLine(
        $"{phase,-36} {delays.Count,6:N0} decisions; latency p50 {At(delays, 0.5),6:N1} ms, p90 {At(delays, 0.9),6:N1}, p99 {At(delays, 0.99),6:N1}, most {At(delays, 1),6:N1}");

    private static double At(List<double> values, double quantile)
    {
        if (values.Count == 0)
            return double.NaN;
        values.Sort();
        return values[(int)Math.Min(values.Count - 1, quantile * values.Count)];
    }

    /// <summary>Reads the event stream all the time, and turns orders into latencies.</summary>
    private sealed class Probe : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end;
        private readonly List<(double Raw, string Key)> _seen = [];
        private readonly Dictionary<string, double> _quickest = new(StringComparer.Ordinal);
        private readonly Task _reading;

        public Probe(HttpClient client, CancellationToken cancellationToken)
        {
            _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _reading = Task.Run(() => ReadAsync(client), CancellationToken.None);
        }

        /// <summary>Latencies of the decisions within a phase, in milliseconds.</summary>
        public async Task<List<double>> CollectAsync(TimeSpan phase)
        {
            lock (_seen)
                _seen.Clear();
            await Task.Delay(phase, _end.Token);
            lock (_seen)
                return [.. _seen.Select(s => s.Raw - _quickest[s.Key])];
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _reading;
            _end.Dispose();
        }

        private async Task ReadAsync(HttpClient client)
        {
            try
            {
                await foreach (var text in EventsAsync(client, _end.Token))
                {
                    using var json = JsonDocument.Parse(text);
                    var e = json.RootElement;
                    // Exits follow a fill inside a candle, which has no due time of its own.
                    if (e.GetProperty("kind").GetString() != "order" || e.GetProperty("order").GetProperty("purpose").GetString() != "entry")
                        continue;
                    // The market's clock runs Speed times as fast as the machine's: both differ by a constant, and by the delay.
                    var due = e.GetProperty("order").GetProperty("timeMs").GetInt64() / (double)Speed;
                    var recorded = e.GetProperty("recordedAt").GetDateTimeOffset().ToUnixTimeMilliseconds();
                    // An order placed at a close has the candle's close time; only the first event of it tells of that decision.
                    if (e.GetProperty("order").GetProperty("updatedAt").GetString() != e.GetProperty("order").GetProperty("recordedAt").GetString())
                        continue;
                    var (raw, key) = (recorded - due, e.GetProperty("symbol").GetString()!);
                    lock (_seen)
                    {
                        _quickest[key] = Math.Min(_quickest.GetValueOrDefault(key, double.MaxValue), raw);
                        _seen.Add((raw, key));
                    }
                }
            }
            catch (Exception) when (_end.IsCancellationRequested)
            {
                // The measurement is over.
            }
        }
    }
}
