using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace TradingBot.Tests.Checker.Input;

/// <summary>A folder with all that is known of one run.</summary>
public static class RunFolder
{
    /// <summary>The venue's log.</summary>
    public const string Log = "sim-log.json";

    /// <summary>The venue's accounts at the end.</summary>
    public const string State = "sim-state.json";

    /// <summary>The venue's symbols on spot.</summary>
    public const string SpotInfo = "spot-info.json";

    /// <summary>The venue's symbols on USDⓈ-M.</summary>
    public const string UsdmInfo = "usdm-info.json";

    /// <summary>What whoever ran it knows.</summary>
    public const string Notes = "run.json";

    /// <summary>The service's database.</summary>
    public const string Database = "data/grains.db";

    /// <summary>Names in <c>run.json</c> are in camel case.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads a run.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="JsonException">A file is not what it should be.</exception>
    /// <exception cref="SqliteException">The database is not what it should be.</exception>
    public static async Task<History> ReadAsync(string folder, CancellationToken cancellationToken = default)
    {
        VenueLog venue;
        await using (var log = File.OpenRead(Path.Combine(folder, Log)))
            venue = await VenueLog.ReadAsync(log, cancellationToken);
        // Read only, but not immutable: what the last process left in the write-ahead log counts.
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Database)};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        return new(
            venue, VenueAccount.Read(Text(State)), ServiceJournal.Read(connection), TraderSnapshot.Read(connection),
            [.. SymbolRules.Read("spot", Text(SpotInfo)), .. SymbolRules.Read("usdm", Text(UsdmInfo))],
            JsonSerializer.Deserialize<RunNotes>(Text(Notes), Json) ?? new());

        string Text(string name) => File.ReadAllText(Path.Combine(folder, name));
    }
}
