using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Grains.MarketData;

/// <summary>Fetches from history what the stream has left out, and publishes it.</summary>
internal sealed class HistoryFiller(
    CandleSeries series, ICandleFeed feed, CandleSequencer sequencer, CandlePublisher publisher, Backoff backoff, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Fills the holes that the sequencer has found.</summary>
    /// <returns>False when something is left to be tried later.</returns>
    public async Task<bool> FillAsync()
    {
        while (sequencer.Needed is { } needed)
        {
            logger.LogInformation("{Series}: history from {From} to {To} is fetched, since {Reason}", series, needed.From, needed.To, needed.Reason);
            var before = sequencer.LastOpenTime;
            try
            {
                var answer = await AskAsync(needed.From, needed.To);
                sequencer.OnHistory(needed, answer.AsSpan(), publisher.Due);
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "{Series}: history from {From} cannot be fetched; it is tried again", series, needed.From);
                return false;
            }

            await publisher.PublishAsync();
            if (sequencer.LastOpenTime == before)
                return sequencer.Needed is null;
            backoff.Reset();
        }

        return true;
    }

    /// <summary>Asks for what may have come since: silence may be the source's, or that of a connection that nobody noticed to be dead.</summary>
    public async Task CatchUpAsync(TimeSpan silence)
    {
        try
        {
            if (sequencer.Following(long.MaxValue, "the stream is silent") is not { } request)
                return;
            var answer = await AskAsync(request.From, null);
            if (answer.IsEmpty)
                return;
            logger.LogWarning("{Series}: {Count} candles came from history while the stream was silent for {Silence}", series, answer.Length, silence);
            sequencer.OnHistory(request, answer.AsSpan(), publisher.Due);
            await publisher.PublishAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Series} is silent and its history cannot be fetched", series);
        }
    }

    private async Task<ImmutableArray<Candle>> AskAsync(long from, long? to)
    {
        using var patience = new CancellationTokenSource(Patience, timeProvider);
        return await feed.GetHistoryAsync(series, from, to, HistoryLimits.MaxCandles, patience.Token);
    }
}
