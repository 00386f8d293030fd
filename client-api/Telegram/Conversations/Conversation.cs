using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Audit;
using TradingBot.Chats;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Risk;
using TradingBot.ClientApi.Telegram.Api;
using TradingBot.ClientApi.Telegram.Commands;
using TradingBot.ClientApi.Telegram.Delivery;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.MarketData;
using TradingBot.Notifications;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Telegram.Conversations;

/// <summary>Works off one update of a chat: finds out who asks for what, does it, answers, and only then notes the update as done.</summary>
internal sealed class Conversation(
    IClusterClient grains, TelegramClient client, TelegramSender sender, CommandCatalog commands, Dialogues dialogues, ChatLinking linking, Strangers strangers,
    TimeProvider time, ILogger<Conversation> logger)
{
    private const string Start = "/start";
    private const int TokenBytes = 8;
    private const int LongestAudit = 500;

    // What ends trading or talking.
    private static readonly HashSet<string> AlsoReadOnly = new(StringComparer.Ordinal) { "stop_bot", "pause", "flatten", "kill", "unlink", "stop_notify", "cancel" };

    /// <summary>Works off an update. Doing it again after a crash repeats at most the answer: commands have their effect once.</summary>
    /// <returns>False when another process has taken over.</returns>
    public async Task<bool> TakeAsync(long epoch, ChatUpdate update, CancellationToken cancellationToken)
    {
        var code = CodeOf(update.Text);
        if (code is not null)
            strangers.Remove(update.ChatId);
        else if (strangers.IsKnown(update.ChatId))
            return true;
        var chat = grains.GetGrain<IChatGrain>(IChatGrain.KeyOf(update.ChatId));
        var turn = await chat.BeginAsync(epoch, update.Id, update.CallbackData);
        if (turn.Verdict != ChatVerdict.Go)
            return turn.Verdict == ChatVerdict.Done;
        if (update.HasSecret)
            await DeleteSecretAsync(update, cancellationToken);
        if (code is null && turn.Link is null)
        {
            await RefuseAsync(update, cancellationToken);
            return true;
        }

        if (code is null && !turn.Link!.Members.Contains(update.SenderId))
            return true;
        if (turn.Link is { IsPrivate: true } mine)
            await grains.GetGrain<INotificationGrain>(mine.UserId).HearAsync(update.ChatId);
        var reply = code is not null ? await linking.RedeemAsync(update, code, turn.Link) : await AnswerAsync(turn, update, cancellationToken);
        var newButtons = ImmutableArray.CreateBuilder<ChatButton>();
        var dialogue = reply is null || reply.KeepsDialogue ? turn.Dialogue : reply.Dialogue;
        if (reply is not null)
        {
            var buttons = reply.Buttons.Select(row => row.Select(b => Button(b, newButtons)).ToImmutableArray()).ToImmutableArray();
            var failure = await sender.ReplyAsync(
                update.ChatId, update.CallbackId.Length > 0 ? update.MessageId : null, reply.Html, buttons, reply.Photo, cancellationToken);
            if (failure is not null)
                logger.LogWarning("An answer has not arrived: {Kind}, {Description}", failure.Kind, failure.Description);
        }

        if (update.IsPrivate && (reply?.LinkedTo ?? (update.Text.Trim() == Start ? turn.Link?.UserId : null)) is { } userId)
            await OfferCommandsAsync(userId, update.ChatId, cancellationToken);

        // A code that was refused in a chat of nobody, or a chat that has just been unlinked, leaves nothing behind.
        return (code is not null && turn.Link is null && newButtons.Count == 0) || reply is { Unlinks: true }
            || await chat.EndAsync(epoch, update.Id, dialogue, newButtons.ToImmutable());
    }

    private async Task<Reply?> AnswerAsync(ChatTurn turn, ChatUpdate update, CancellationToken cancellationToken)
    {
        var isPress = update.CallbackId.Length > 0;
        if (isPress)
        {
            // Waits for no turn: people look at the button that they have pressed.
            var old = turn.Action.Length == 0 ? "This button is not valid any more. Send the command again." : "";
            if (await client.AnswerPressAsync(update.CallbackId, old, cancellationToken) is { } failure)
                logger.LogInformation("A press could not be answered: {Kind}, {Description}", failure.Kind, failure.Description);
            if (old.Length > 0)
                return null;
        }

        var link = turn.Link!;
        if (update.HasSecret)
            return Reply.Wrong("That looked like a key or a token, so I have deleted it. Never type secrets into a chat; if it was real, revoke it at the exchange now. /keys gives you a safe page for them.");
        if (await grains.GetGrain<IUserGrain>(link.UserId).GetProfileAsync() is not { Standing: UserStanding.Active } user)
            return Reply.Wrong("The user of this chat may not use the service.");
        var line = isPress ? turn.Action : update.Text.Trim();
        try
        {
            return await RunAsync(await ContextAsync(turn, update, user, isPress, cancellationToken), line, update.IsPrivate);
        }
        catch (RequestException e)
        {
            return Reply.Wrong(string.Join('\n', e.Errors.Count > 0 ? e.Errors.Select(static one => one.ToString()) : [e.Message]));
        }
        catch (Exception e) when (e is UnknownSymbolException or UnavailableIntervalException or VenueUnavailableException)
        {
            return Reply.Wrong(e.Message);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or IOException)
        {
            logger.LogWarning(e, "A command of a chat got no answer");
            return Reply.Wrong("The service does not answer in time. Look with /status whether it was done, or try again.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A command that fails must not hold up those behind it.
            logger.LogError(e, "A command of a chat failed");
            return Reply.Wrong("That failed; the service's log tells why.");
        }
    }

    private async Task<Reply?> RunAsync(CommandContext context, string line, bool isPrivate)
    {
        if (line.StartsWith('/'))
        {
            var end = line.AsSpan().IndexOfAny(' ', '\n', '\t') is var blank and > 0 ? blank : line.Length;
            var name = line[1..end].Split('@')[0];
            context = context with { Text = line[end..].Trim() };
            if (commands.Find(context.User, name) is not { } command)
            {
                // The chat of somebody who was an operator offers it still.
                if (commands.All.Any(c => c.IsForOperators && c.Name == name))
                    await OfferCommandsAsync(context.User.Id, context.Update.ChatId, context.CancellationToken);
                return commands.Unknown(context.User, name);
            }

            if (command is { IsChange: true, IsForOperators: false } && !AlsoReadOnly.Contains(command.Name) && await IsReadOnlyAsync(context.User))
                return Reply.Wrong(ReadOnlyService.Reason);
            if (command.IsChange)
                await RecordAsync(context, command.Name, context.Text);
            return await command.RunAsync(context);
        }

        if (context.Dialogue is not null)
        {
            if (await IsReadOnlyAsync(context.User))
                return Reply.Wrong(ReadOnlyService.Reason);
            await RecordAsync(context, context.Dialogue.Name, $"{context.Dialogue.Step}: {line}");
            return await dialogues.AnswerAsync(context with { Text = line });
        }

        return isPrivate ? new("I did not understand that. /help shows what I can do.") : null;
    }

    private async Task<CommandContext> ContextAsync(ChatTurn turn, ChatUpdate update, UserProfile user, bool isPress, CancellationToken cancellationToken)
    {
        var preferences = (await grains.GetGrain<INotificationGrain>(user.Id).GetAsync()).Preferences;
        return new(
            grains, user, turn.Link!, update, "", isPress, turn.Dialogue, CommandContext.ZoneOf(preferences), time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
    }

    private async Task<bool> IsReadOnlyAsync(UserProfile user) => user.Role == UserRole.Trader && await ReadOnlyService.IsOnAsync(grains);

    // Durable before it is done, as with the API: whatever was done is in it.
    private Task RecordAsync(CommandContext context, string command, string text) =>
        grains.GetGrain<IAuditGrain>(context.User.Id).RecordAsync(
            context.User.Id, "chat-" + command, "", text.Length <= LongestAudit ? text : text[..LongestAudit], context.Link.IsPrivate ? "telegram" : "telegram group");

    // Everybody is offered what everybody may use; operators theirs as well, in their own chats alone. Anew with each /start, and when an operator of old tries one.
    private async Task OfferCommandsAsync(string userId, long chatId, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IUserGrain>(userId).GetProfileAsync() is not { Standing: UserStanding.Active } user)
            return;
        var offered = commands.All.Where(c => CommandCatalog.IsAllowed(user, c)).ToList();
        var failure = offered.Exists(static c => c.IsForOperators)
            ? await client.SetMyCommandsAsync(offered.Select(static c => (c.Name, c.Summary)), chatId, cancellationToken)
            : await client.DeleteMyCommandsAsync(chatId, cancellationToken);
        if (failure is not null)
            logger.LogWarning("Telegram does not take an operator's commands: {Kind}, {Description}", failure.Kind, failure.Description);
    }

    private async Task RefuseAsync(ChatUpdate update, CancellationToken cancellationToken)
    {
        if (!strangers.Add(update.ChatId) || !update.IsPrivate)
            return;
        await sender.SendAsync(
            update.ChatId, OutgoingMessage.Of("I do not know this chat. If you use this service, link the chat from its web page or API first."), true, cancellationToken);
    }

    private async Task DeleteSecretAsync(ChatUpdate update, CancellationToken cancellationToken)
    {
        if (await client.DeleteAsync(update.ChatId, update.MessageId, cancellationToken) is { } failure)
            logger.LogWarning("A message with a secret could not be deleted: {Kind}, {Description}", failure.Kind, failure.Description);
    }

    private static MessageButton Button(ReplyButton button, ImmutableArray<ChatButton>.Builder newButtons)
    {
        if (button.Url is not null)
            return new(button.Label, "", button.Url);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        newButtons.Add(new(token, button.Action));
        return new(button.Label, token, null);
    }

    // /start CODE and, in groups, /start@bot CODE.
    private static string? CodeOf(string text)
    {
        if (!text.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            return null;
        var words = text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2 && words[0].Split('@')[0].Equals(Start, StringComparison.OrdinalIgnoreCase) && words[1].Length <= 64 ? words[1] : null;
    }
}
