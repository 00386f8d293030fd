using Orleans;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Tests.Grains;

/// <summary>A follower that only reports to its test.</summary>
public interface IFollowerGrain : ICandleFollower
{
    Task RegisterAsync(CandleSeries series);

    Task UnregisterAsync(CandleSeries series);
}

public sealed class FollowerGrain(FollowerProbes probes) : Grain, IFollowerGrain
{
    public Task RegisterAsync(CandleSeries series) => Fanout(series).RegisterAsync(this.GetGrainId());

    public Task UnregisterAsync(CandleSeries series) => Fanout(series).UnregisterAsync(this.GetGrainId());

    public Task OnCandleAsync(CandleSeries series, ClosedCandle candle) => probes[this.GetPrimaryKeyString()].ReceiveAsync(candle);

    private ICandleFanoutGrain Fanout(CandleSeries series) =>
        GrainFactory.GetGrain<ICandleFanoutGrain>(CandleFanout.KeyFor(series, this.GetPrimaryKeyString()));
}
