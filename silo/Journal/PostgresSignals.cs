using System.Globalization;
using Npgsql;

namespace TradingBot.Silo.Journal;

/// <summary>Hears of events that other processes have written, and wakes those who wait for them here.</summary>
internal sealed class PostgresSignals(PostgresJournal journal, JournalSignals signals, TimeProvider time, ILogger<PostgresSignals> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "The journal's database cannot be listened to; it is tried again");
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await journal.ConnectAsync(stoppingToken);
        connection.Notification += (_, told) => signals.Raise(told.Payload);
        await using (var listen = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"LISTEN {SqlDialect.Channel}"), connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        // What was told while nobody listened is not told again.
        signals.RaiseAll();
        while (true)
            await connection.WaitAsync(stoppingToken);
    }
}
