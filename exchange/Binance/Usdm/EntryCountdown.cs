using System.Collections.Concurrent;
using TradingBot.Exchange.Binance.Signing;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Usdm;

/// <summary>
/// The dead man's switch for entries: Binance cancels a symbol's orders unless the countdown is renewed in time. It is not
/// documented whether that takes conditional orders, and so stops, too. Therefore it is armed only where there is neither a
/// position nor a protective order, and stopped before a protective order is sent. Its owner stops it after a restart, too, before
/// anything else: an earlier life may have left it running.
/// </summary>
internal sealed class EntryCountdown(UsdmClient client)
{
    private readonly ConcurrentDictionary<(string ApiKey, string Symbol), State> _states = new();

    /// <summary>Starts the countdown, or renews it.</summary>
    /// <param name="credentials">Account.</param>
    /// <param name="symbol">Symbol.</param>
    /// <param name="countdown">Time until the cancel; Binance advises 120 s renewed every 30 s.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A refusal, and no countdown, where there is a position or a protective order.</returns>
    public async Task<BinanceResult<CountdownWire>> ArmAsync(
        BinanceCredentials credentials, string symbol, TimeSpan countdown, CancellationToken cancellationToken)
    {
        var state = _states.GetOrAdd((credentials.ApiKey, symbol), static _ => new());
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            if (await ObjectionAsync(credentials, symbol, cancellationToken) is { } objection)
                return new(null, objection);
            // Before it is sent: an answer that is lost may be that of a countdown that runs.
            state.IsArmed = true;
            return await client.CountdownCancelAllAsync(credentials, symbol, countdown, cancellationToken);
        }
        finally
        {
            state.Gate.Release();
        }
    }

    /// <summary>Stops the countdown, whether or not it is known to run.</summary>
    public Task<BinanceResult<CountdownWire>> StopAsync(BinanceCredentials credentials, string symbol, CancellationToken cancellationToken) =>
        StopAsync(_states.GetOrAdd((credentials.ApiKey, symbol), static _ => new()), credentials, symbol, onlyIfArmed: false, cancellationToken);

    /// <summary>
    /// Stops a countdown that runs when the order is a protective one. Where that fails the order goes out all the same: a position
    /// without a stop is worse than a stop that may be cancelled, and the next one tries again.
    /// </summary>
    internal async Task MakeWayAsync(BinanceCredentials credentials, OrderRequest order, CancellationToken cancellationToken)
    {
        if (order.IsExit && _states.TryGetValue((credentials.ApiKey, order.Symbol.Symbol), out var state))
            await StopAsync(state, credentials, order.Symbol.Symbol, onlyIfArmed: true, cancellationToken);
    }

    private async Task<BinanceResult<CountdownWire>> StopAsync(
        State state, BinanceCredentials credentials, string symbol, bool onlyIfArmed, CancellationToken cancellationToken)
    {
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            if (onlyIfArmed && !state.IsArmed)
                return new(new(symbol, "0"), null);
            var result = await client.CountdownCancelAllAsync(credentials, symbol, TimeSpan.Zero, cancellationToken);
            state.IsArmed &= !result.IsOk;
            return result;
        }
        finally
        {
            state.Gate.Release();
        }
    }

    private async Task<BinanceError?> ObjectionAsync(BinanceCredentials credentials, string symbol, CancellationToken cancellationToken)
    {
        var stops = await client.GetOpenAlgoOrdersAsync(credentials, symbol, cancellationToken);
        if (!stops.IsOk)
            return stops.Error;
        if (stops.Value.Any(static o => o.ReduceOnly == true || o.ClosePosition == true))
            return new(BinanceFailure.Refused, 0, $"{symbol} has a protective stop, which the countdown might cancel");
        var positions = await client.GetPositionsAsync(credentials, symbol, cancellationToken);
        if (!positions.IsOk)
            return positions.Error;
        return positions.Value.Any(static p => p.PositionAmt != Fixed8.Zero)
            ? new(BinanceFailure.Refused, 0, $"{symbol} has a position, whose stop the countdown might cancel")
            : null;
    }

    private sealed class State
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public bool IsArmed { get; set; }
    }
}
