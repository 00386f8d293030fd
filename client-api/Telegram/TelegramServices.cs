using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.ClientApi.Health;
using TradingBot.ClientApi.Telegram.Api;
using TradingBot.ClientApi.Telegram.Commands;
using TradingBot.ClientApi.Telegram.Conversations;
using TradingBot.ClientApi.Telegram.Delivery;
using TradingBot.ClientApi.Telegram.Pages;
using TradingBot.ClientApi.Telegram.Updates;

namespace TradingBot.ClientApi.Telegram;

/// <summary>Wires the Telegram bot, a client of the grains.</summary>
public static class TelegramServices
{
    /// <summary>Adds the bot; without a token it does nothing.</summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services, TelegramOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TelegramHealth>();
        services.AddSingleton<IComponentSource>(static s => s.GetRequiredService<TelegramHealth>());
        services.AddSingleton<TelegramConnection>();
        services.AddSingleton<TelegramClient>();
        services.AddSingleton<SendGovernor>();
        services.AddSingleton<TelegramSender>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<OneTimePages>();
        services.AddSingleton<ChatLinking>();
        services.AddSingleton<Strangers>();
        services.AddSingleton<Dialogues>();
        services.AddSingleton<CommandCatalog>();
        services.AddSingleton<Conversation>();
        services.AddSingleton<UpdatePoller>();
        services.AddSingleton<UpdateWorker>();
        services.AddSingleton<NotificationCourier>();
        services.AddCommands();
        services.AddHostedService<TelegramService>();
        return services;
    }

    /// <summary>Maps the webhook, the linking of chats, and the one-time pages.</summary>
    public static void MapTelegram(this IEndpointRouteBuilder routes)
    {
        routes.MapTelegramWebhook();
        routes.MapChatLinks();
        routes.MapOneTimePages();
    }
}
