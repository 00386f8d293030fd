using Microsoft.Extensions.DependencyInjection;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>All groups of commands, in the order in which the help has them.</summary>
internal static class CommandServices
{
    public static void AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<ICommandGroup, ChatCommands>();
        services.AddSingleton<ICommandGroup, TraderCommands>();
    }
}
