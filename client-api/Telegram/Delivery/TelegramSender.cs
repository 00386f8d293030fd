using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingBot.ClientApi.Telegram.Api;
using TradingBot.ClientApi.Telegram.Presentation;

namespace TradingBot.ClientApi.Telegram.Delivery;

/// <summary>Sends within the limits, and again what may not have arrived.</summary>
internal sealed class TelegramSender(TelegramClient client, SendGovernor governor, TimeProvider time, ILogger<TelegramSender> logger)
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends a message.</summary>
    /// <returns>Why it has not arrived; null when it has.</returns>
    public Task<TelegramFailure?> SendAsync(long chatId, OutgoingMessage message, bool isReply, CancellationToken cancellationToken) =>
        RetryAsync(chatId, isReply, () => client.SendAsync(chatId, message, cancellationToken), cancellationToken);

    /// <summary>Puts another text into a message, or sends it as a new one where that one is gone.</summary>
    public async Task<TelegramFailure?> EditAsync(long chatId, long messageId, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var failure = await RetryAsync(chatId, true, () => client.EditAsync(chatId, messageId, message, cancellationToken), cancellationToken);
        return failure is { Kind: TelegramFailureKind.Rejected } ? await SendAsync(chatId, message, true, cancellationToken) : failure;
    }

    /// <summary>Sends a text of any length, its buttons under the last part; in place of a message where one is given.</summary>
    /// <returns>Why a part has not arrived; null when all have.</returns>
    public async Task<TelegramFailure?> ReplyAsync(
        long chatId, long? editedMessageId, string html, ImmutableArray<ImmutableArray<MessageButton>> buttons, byte[]? photo, CancellationToken cancellationToken)
    {
        var parts = MessageText.Split(html, photo is null ? MessageText.Longest : MessageText.LongestCaption);
        for (var i = 0; i < parts.Count; i++)
        {
            var message = new OutgoingMessage(parts[i], i == parts.Count - 1 ? buttons : [], i == 0 ? photo : null);
            var failure = i == 0 && photo is null && editedMessageId is { } edited
                ? await EditAsync(chatId, edited, message, cancellationToken)
                : await SendAsync(chatId, message, true, cancellationToken);
            if (failure is not null)
                return failure;
        }

        return null;
    }

    private async Task<TelegramFailure?> RetryAsync(long chatId, bool isReply, Func<Task<TelegramFailure?>> send, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            await governor.WaitAsync(chatId, isReply, cancellationToken);
            if (await send() is not { } failure)
                return null;
            logger.LogInformation("Telegram has not taken a message, attempt {Attempt}: {Kind}, {Description}", attempt, failure.Kind, failure.Description);
            if (!failure.IsPassing || attempt == Attempts)
                return failure;
            if (failure.Kind == TelegramFailureKind.TooMany)
            {
                governor.Block(chatId, failure.RetryAfter);
                continue;
            }

            await Task.Delay(delay, time, cancellationToken);
            delay *= 2;
        }
    }
}
