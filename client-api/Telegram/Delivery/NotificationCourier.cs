using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.ClientApi.Telegram.Api;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Notifications;

namespace TradingBot.ClientApi.Telegram.Delivery;

/// <summary>Delivers what waits in the outboxes of users, many users at a time.</summary>
internal sealed class NotificationCourier(IClusterClient grains, TelegramSender sender, TimeProvider time, ILogger<NotificationCourier> logger)
{
    private const int AtATime = 32;
    private const int Batch = 200;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    /// <summary>Delivers until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var desk = grains.GetGrain<INotificationDeskGrain>(INotificationDeskGrain.Key);
        using var room = new SemaphoreSlim(AtATime);
        var after = 0L;
        while (true)
        {
            try
            {
                foreach (var announced in await desk.WaitAsync(after, Batch).WaitAsync(cancellationToken))
                {
                    after = announced.Number;
                    _ = DeliverAsync(announced, desk, room, cancellationToken);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "The list of notifications does not answer");
                await Task.Delay(FirstDelay, time, cancellationToken);
            }
        }
    }

    private async Task DeliverAsync(NotificationAnnouncement announced, INotificationDeskGrain desk, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await room.WaitAsync(cancellationToken);
                try
                {
                    if (await DeliverAsync(announced.UserId, cancellationToken))
                    {
                        await desk.ClearAsync(announced);
                        return;
                    }
                }
                finally
                {
                    room.Release();
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Notifications could not be delivered; they are tried again in {Delay}", delay);
            }
            catch (Exception e)
            {
                logger.LogDebug(e, "Notifications wait in the outbox: this process works for the bot no more");
                return;
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    // True when nothing is left that could be told now.
    private async Task<bool> DeliverAsync(string userId, CancellationToken cancellationToken)
    {
        var notifications = grains.GetGrain<INotificationGrain>(userId);
        while (await notifications.TakeAsync() is { } batch)
        {
            foreach (var part in MessageText.Split(NotificationText.Of(batch)))
            {
                var message = OutgoingMessage.Of(part) with { IsSilent = batch.Items.All(static i => i.IsSilent) };
                switch (await sender.SendAsync(batch.ChatId, message, isReply: false, cancellationToken))
                {
                    case null:
                        break;
                    case { Kind: TelegramFailureKind.Forbidden }:
                        await notifications.ReportUnreachableAsync(batch.ChatId);
                        return true;
                    case { Kind: TelegramFailureKind.Rejected } failure:
                        // It would be refused for ever, and hold up what is behind it.
                        logger.LogError("Telegram refuses a notification: {Description}", failure.Description);
                        break;
                    default:
                        return false;
                }
            }

            await notifications.ConfirmAsync(batch.Items[^1].Id);
        }

        return true;
    }
}
