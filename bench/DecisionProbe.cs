using System.Net.Http.Headers;
using System.Text.Json;

namespace TradingBot.Bench;

/// <summary>When an order was recorded, measured against its candle's due time.</summary>
/// <param name="Symbol">The trader's symbol.</param>
/// <param name="Offset">Milliseconds; a constant more than the delay.</param>
internal readonly record struct Decision(string Symbol, double Offset);

/// <summary>
/// Reads the event stream of a fast demo all the time, and turns entry orders into decisions. A decision's latency is how much later
/// than the candle's due time its order was recorded, less the quickest ever seen.
/// </summary>
internal sealed class DecisionProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client;
    private readonly int _speed;
    private readonly List<Decision> _seen = [];
    private readonly Dictionary<string, double> _quickest = new(StringComparer.Ordinal);
    private readonly Task _reading;

    public DecisionProbe(Uri address, string token, int speed)
    {
        _speed = speed;
        _client = new() { BaseAddress = address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The decisions of a while.</summary>
    public async Task<List<Decision>> CollectAsync(TimeSpan time)
    {
        lock (_seen)
            _seen.Clear();
        await Task.Delay(time);
        lock (_seen)
            return [.. _seen];
    }

    /// <summary>The latency of a decision in milliseconds.</summary>
    public double LatencyOf(Decision decision)
    {
        lock (_seen)
            return decision.Offset - _quickest[decision.Symbol];
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _client.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("/api/v1/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, _end.Token);
            using var reader = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(_end.Token));
            while (await reader.ReadLineAsync(_end.Token) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    Take(line["data: ".Length..]);
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private void Take(string text)
    {
        using var json = JsonDocument.Parse(text);
        var e = json.RootElement;
        // Exits follow a fill inside a candle, which has no due time of its own.
        if (e.GetProperty("kind").GetString() != "order" || e.GetProperty("order") is var order && order.GetProperty("purpose").GetString() != "entry")
            return;
        // An order placed at a close has the candle's close time; only the first event of it tells of that decision.
        if (order.GetProperty("updatedAt").GetString() != order.GetProperty("recordedAt").GetString())
            return;
        // The market's clock runs faster than the machine's: both differ by a constant, and by the delay.
        var due = order.GetProperty("timeMs").GetInt64() / (double)_speed;
        var decision = new Decision(e.GetProperty("symbol").GetString()!, e.GetProperty("recordedAt").GetDateTimeOffset().ToUnixTimeMilliseconds() - due);
        lock (_seen)
        {
            _quickest[decision.Symbol] = Math.Min(_quickest.GetValueOrDefault(decision.Symbol, double.MaxValue), decision.Offset);
            _seen.Add(decision);
        }
    }
}
