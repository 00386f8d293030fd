using TradingBot.Grains.Journal;

namespace TradingBot.Silo.Journal;

/// <summary>Adds the journal to the service.</summary>
internal static class JournalServices
{
    /// <summary>Adds the journal's two sides. Its <see cref="IJournalDatabase"/> comes from whoever runs the grains, and is added before.</summary>
    public static IServiceCollection AddJournal(this IServiceCollection services)
    {
        services.AddSingleton<JournalSignals>();
        services.AddSingleton<IJournal, JournalWriter>();
        services.AddSingleton<IJournalReader, JournalReader>();
        services.AddHostedService<JournalService>();
        return services;
    }
}
