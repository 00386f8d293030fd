using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Chats;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Conversations;
using TradingBot.Notifications;

namespace TradingBot.ClientApi.Telegram;

/// <summary><c>/me/telegram</c>: the chat of a user.</summary>
internal static class ChatLinksApi
{
    public static void MapChatLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapApi("/me/telegram", "Users").ChangesNeedAdminScope();
        links.MapGet("", GetAsync).Describe("getMyTelegram", "Shows whether a Telegram chat is linked.");
        links.MapPost("", OfferAsync).Describe(
            "linkMyTelegram", "Makes a code, good once and for 15 minutes, by which a private chat or a group is linked.", 409);
        links.MapDelete("", UnlinkAsync).Describe("unlinkMyTelegram", "Unlinks the private chat; groups are unlinked by /unlink in them.");
    }

    private static async Task<Ok<TelegramResponse>> GetAsync(ClaimsPrincipal caller, IClusterClient grains)
    {
        var view = await grains.GetGrain<INotificationGrain>(caller.Id()).GetAsync();
        return TypedResults.Ok(new TelegramResponse(view.ChatId is not null, view.IsUnreachable, view.Waiting));
    }

    private static async Task<Ok<TelegramCodeResponse>> OfferAsync(JsonBody<TelegramCodeRequest> body, ClaimsPrincipal caller, ChatLinking linking, TelegramOptions options)
    {
        if (!options.IsConfigured)
            throw RequestException.Conflict("This service has no Telegram bot.");
        var (code, url) = await linking.OfferAsync(caller.Id(), body.Value.Group ?? false);
        return TypedResults.Ok(new TelegramCodeResponse(code, url, (int)ChatLinking.Life.TotalSeconds));
    }

    private static async Task<NoContent> UnlinkAsync(ClaimsPrincipal caller, IClusterClient grains, ChatLinking linking)
    {
        if ((await grains.GetGrain<INotificationGrain>(caller.Id()).GetAsync()).ChatId is { } chat)
            await linking.UnlinkAsync(new(caller.Id(), true, []), chat);
        return TypedResults.NoContent();
    }
}

/// <summary>What to link.</summary>
/// <param name="Group">A group rather than the private chat; false when it is left out.</param>
public sealed record TelegramCodeRequest(bool? Group = null);

/// <summary>A code that links a chat once.</summary>
/// <param name="Code">To be sent to the bot as /start CODE.</param>
/// <param name="Url">A deep link that does so; null while the bot's name is not known.</param>
/// <param name="ExpiresInSeconds">How long it is good for.</param>
public sealed record TelegramCodeResponse(string Code, string? Url, int ExpiresInSeconds);

/// <summary>A user's chat.</summary>
/// <param name="Linked">Whether a private chat is linked.</param>
/// <param name="Unreachable">The bot is blocked in it; what is told waits until the user writes again.</param>
/// <param name="Waiting">Notifications that wait.</param>
public sealed record TelegramResponse(bool Linked, bool Unreachable, int Waiting);
