namespace TradingBot.Silo.Journal;

/// <summary>Brings the tables up to date before anybody uses them, and lets waiting readers go when the service stops.</summary>
internal sealed class JournalService(IJournalDatabase database, JournalSignals signals, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(signals.Close);
        return database.WriteAsync(connection => JournalSchema.Prepare(connection, database.Dialect));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
