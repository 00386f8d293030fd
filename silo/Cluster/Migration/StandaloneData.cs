using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Cluster.Migration;

/// <summary>A standalone service's data folder, opened while the service does not run.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Owner">Gives the folder free.</param>
internal sealed record StandaloneData(IJournalDatabase Database, IDisposable Owner) : IDisposable
{
    public void Dispose() => Owner.Dispose();
}
