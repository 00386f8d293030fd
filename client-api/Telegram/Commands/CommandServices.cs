using Microsoft.Extensions.DependencyInjection;
using TradingBot.ClientApi.Telegram.Conversations;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>All groups of commands, in the order in which the help has them.</summary>
internal static class CommandServices
{
    public static void AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<SettingsCommands>();
        services.AddSingleton<IDialogue>(static s => s.GetRequiredService<SettingsCommands>());
        services.AddSingleton<ChartPictures>();
        services.AddSingleton<ICommandGroup, TraderCommands>();
        services.AddSingleton<ICommandGroup>(static s => s.GetRequiredService<SettingsCommands>());
        services.AddSingleton<ICommandGroup, BacktestCommands>();
        services.AddSingleton<ICommandGroup, ChartCommands>();
        services.AddSingleton<ICommandGroup, KeysCommands>();
        services.AddSingleton<ICommandGroup, RecordCommands>();
        services.AddSingleton<ICommandGroup, ReportCommands>();
        services.AddSingleton<ICommandGroup, NotifyCommands>();
        services.AddSingleton<ICommandGroup, BillingCommands>();
        services.AddSingleton<ICommandGroup, KillCommands>();
        services.AddSingleton<ICommandGroup, ChatCommands>();
        services.AddSingleton<ICommandGroup, OperatorCommands>();
    }
}
