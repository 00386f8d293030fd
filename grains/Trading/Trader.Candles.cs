using TradingBot.Exchange;
using TradingBot.Exchange.Diagnostics;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <content>Closed candles: each exactly once and in order, those that were missed first.</content>
public sealed partial class Trader
{
    private const int HistoryPage = 1_000;

    private long _candleReceived;

    /// <summary>Takes a closed candle, and before it those it has missed.</summary>
    public async Task OnCandleAsync(ClosedCandle closed)
    {
        _candleReceived = TradingMetrics.Now;
        if (Series is not { } series || !NeedsCandles || closed.Candle.OpenTime <= _state.Trading.Candle)
            return;
        if (!IsReady)
        {
            // With nothing to look after, what passes meanwhile is only to be seen by the strategy.
            _state.WarmUpPending |= !HasOpenBusiness;
            return;
        }

        if (_state.WarmUpPending)
            await WarmUpAsync(series, closed.PreviousOpenTime);
        else if (_state.Trading.Candle >= 0 && closed.PreviousOpenTime > _state.Trading.Candle)
            await CatchUpAsync(series, closed.PreviousOpenTime);

        // New settings may have ended the series on the way.
        if (Series == series)
            await CloseAsync(closed.Candle);
    }

    private async Task CatchUpAsync(CandleSeries series, long until)
    {
        while (Series == series && _state.Trading.Candle < until)
        {
            var missed = await _history.GetAsync(series, _state.Trading.Candle + 1, until, HistoryPage);
            if (missed.IsEmpty)
                throw new InvalidOperationException(
                    $"{_key}: history has no candles of {series} from {_state.Trading.Candle + 1} to {until}, so the series has a hole.");
            foreach (var candle in missed)
            {
                if (Series == series)
                    await CloseAsync(candle);
            }
        }
    }

    private async Task WarmUpAsync(CandleSeries series, long until)
    {
        _strategy = _strategies.Create(_state.Settings!.Strategy);
        if (until >= 0)
            await ShowAsync(series, until);
        _state.StrategyMemory = _strategy.Save();
        _state.StartedAfter = until;
        _state.WarmUpPending = false;
    }

    private async Task ShowAsync(CandleSeries series, long until)
    {
        foreach (var candle in await _history.GetAsync(series, null, until, Math.Min(_strategy!.WarmUp, HistoryPage)))
            _strategy.OnClose(candle);
    }

    private async Task CloseAsync(Candle candle)
    {
        VenueStep step;
        while (!(step = await AdvanceAsync(candle)).AtClose)
        {
            Book(step.Reports);
            await DrainAsync();
        }

        Book(step.Reports);
        _state.Candle = candle;
        if (_state.PendingSettings is { } settings && settings.Interval != _state.Settings!.Interval)
        {
            await ChangeSeriesAsync(settings, candle);
            return;
        }

        if (_state.PendingSettings is not null)
            Apply(_state.PendingSettings);

        // A strategy that does not go on from the memory of the last one must have seen the candles before.
        if (_state.StrategyMemory.IsEmpty && Math.Max(_state.StartedAfter, _state.Trading.Candle) >= 0)
            await ShowAsync(Series!.Value, candle.OpenTime - 1);
        using (Tracing.Start("decision"))
        {
            _machine.OnClose(candle, _strategy!.OnClose(candle), step.FreeQuote);
            _state.StrategyMemory = _strategy.Save();
            TradingMetrics.Decided(_candleReceived);
        }

        await DrainAsync();
        await TakeReportsAsync();
    }

    // The venue goes on only when it is known where every order stands.
    private async Task<VenueStep> AdvanceAsync(Candle candle) =>
        await SettleAsync()
            ? await Exchange.AdvanceAsync(candle, _state.Acknowledged)
            : throw new VenueUnavailableException("the venue has not said what became of the last command; it is asked again");

    // The old series ends with this close. Its entry order goes, a position keeps its stop, and the new series is traded from
    // the first of its candles that lies wholly behind this close.
    private async Task ChangeSeriesAsync(TraderSettings settings, Candle last)
    {
        var closeTime = _state.Settings!.Interval.NextOpenTime(last.OpenTime);
        var lastOfNew = settings.Interval.OpenTimeOf(closeTime - 1);
        Apply(settings);
        _state.Trading.Candle = lastOfNew;
        _machine.CancelOpenEntry();
        await DrainAsync();
    }
}
