using System.Threading.Channels;
using TradingBot.MarketData;

namespace TradingBot.Tests.Grains;

/// <summary>One follower, seen from the test.</summary>
public sealed class FollowerProbe
{
    // What a dying silo has lost is told again within a minute of its own clock, which a loaded machine slows down.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Channel<ClosedCandle> _received = Channel.CreateUnbounded<ClosedCandle>();

    /// <summary>Runs within the follower's turn, before the candle counts as received.</summary>
    public Func<ClosedCandle, Task>? OnCandle { get; set; }

    public int Waiting => _received.Reader.Count;

    public async Task ReceiveAsync(ClosedCandle candle)
    {
        if (OnCandle is { } hook)
            await hook(candle);
        await _received.Writer.WriteAsync(candle);
    }

    public Task<ClosedCandle> NextAsync() => _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    public async Task<List<ClosedCandle>> TakeAsync(int count)
    {
        var candles = new List<ClosedCandle>(count);
        while (candles.Count < count)
            candles.Add(await NextAsync());
        return candles;
    }
}
