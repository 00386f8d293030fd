using System.Reflection;
using System.Text.Json;

namespace TradingBot.Engine.Hosting;

/// <summary>Settings of the embedded grain engine.</summary>
public sealed class EmbeddedEngineOptions
{
    /// <summary>
    /// Folder of the database, made if missing and locked while the engine runs. Null (default): storage in memory, lost with
    /// the process.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>Assemblies with grain classes, scanned once at the start.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>Names of the stream providers.</summary>
    public IList<string> StreamProviders { get; } = [];

    /// <summary>How long a caller waits for a call that has no <c>[ResponseTimeout]</c>. Default 30 s; infinite allowed.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An activation that nobody has called for this long is collected. Default 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time between looks for idle activations. Default 1 minute; collection is late by up to this.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Smallest period of a reminder. Default 1 minute.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How grain state is written as JSON. Default: without properties that read the same when they are missing.</summary>
    public JsonSerializerOptions StateJson { get; set; } = Storage.StateJson.Options;

    /// <summary>
    /// Pages that the database may grow to (of 4,096 bytes each); 0 (default) for as many as the disk holds. A full database
    /// fails writes with <see cref="Storage.DataFolderProblem.Full"/>.
    /// </summary>
    public int MaxDatabasePages { get; set; }

    /// <summary>
    /// How long the start may look for damage in the database. Default 2 s. Damage in what was not reached shows
    /// when it is read, as <see cref="Storage.DataFolderProblem.Damaged"/>.
    /// </summary>
    public TimeSpan DamageCheck { get; set; } = TimeSpan.FromSeconds(2);
}
