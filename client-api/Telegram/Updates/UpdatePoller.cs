using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Chats;
using TradingBot.ClientApi.Telegram.Api;

namespace TradingBot.ClientApi.Telegram.Updates;

/// <summary>Asks Telegram for updates, and tells it that they have arrived once they are durable.</summary>
internal sealed class UpdatePoller(TelegramClient client, IClusterClient grains, TelegramOptions options, TimeProvider time, ILogger<UpdatePoller> logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>Polls until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var inbox = grains.GetGrain<ITelegramInboxGrain>(options.BotId);
        var (offset, delay) = (0L, FirstDelay);
        while (true)
        {
            var asked = time.GetTimestamp();
            var (updates, next, failure) = await client.GetUpdatesAsync(offset, cancellationToken);
            if (failure is null && (updates.IsEmpty || await PutAsync(inbox, updates)))
            {
                (offset, delay) = (next, FirstDelay);

                // A server that does not hold the request open is not asked without end.
                if (updates.IsEmpty && time.GetElapsedTime(asked) < FirstDelay)
                    await Task.Delay(FirstDelay, time, cancellationToken);
                continue;
            }

            if (failure is { Kind: TelegramFailureKind.Conflict })
                logger.LogWarning("Another program asks for this bot's updates: {Description}", failure.Description);
            else if (failure is not null)
                logger.LogInformation("No updates from Telegram: {Kind}, {Description}", failure.Kind, failure.Description);
            await Task.Delay(failure is { RetryAfter: { Ticks: > 0 } wait } ? wait : delay, time, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task<bool> PutAsync(ITelegramInboxGrain inbox, System.Collections.Immutable.ImmutableArray<ChatUpdate> updates)
    {
        try
        {
            if (await inbox.PutAsync(updates))
                return true;
            logger.LogWarning("{Count} updates wait already; Telegram keeps the next ones for a while", ITelegramInboxGrain.MostWaiting);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Updates could not be stored; Telegram keeps them");
        }

        return false;
    }
}
