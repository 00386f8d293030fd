using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Chats;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Api;

namespace TradingBot.ClientApi.Telegram;

/// <summary>Takes updates that Telegram sends. Its secret lets it in, no token does; any process takes them, the one with the lease works them off.</summary>
internal static class TelegramWebhook
{
    public const string Path = "/webhooks/telegram";
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    public static void MapTelegramWebhook(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, TakeAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(HttpContext context, TelegramOptions options, IClusterClient grains)
    {
        if (!options.IsConfigured || !options.UsesWebhook)
            throw RequestException.NotFound("No webhook is configured.");
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[SecretHeader].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(options.WebhookSecret)))
            throw new RequestException(401, "The secret is not valid.", []);
        var (buffer, length) = await RequestBody.ReadAsync(context.Request.Body, context.RequestAborted);
        if (Read(buffer.AsMemory(0, length)) is { } update && !await grains.GetGrain<ITelegramInboxGrain>(options.BotId).PutAsync([update]))
            throw new RequestException(503, "Too many updates wait; try again.", []);
        return TypedResults.Ok();
    }

    private static ChatUpdate? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return UpdateReader.Read(document.RootElement);
        }
        catch (JsonException)
        {
            throw RequestException.Invalid(new ValidationError("body", "is not an update."));
        }
    }
}
