using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using TradingBot.ClientApi.Health;
using TradingBot.MarketData;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Hosting;

/// <summary>Runs the grains as a silo of a Microsoft Orleans cluster on PostgreSQL: the only file of this room that knows it.</summary>
internal static class OrleansGrainEngine
{
    private const string GrainStorage = "grains";
    private const string PubSubStorage = "PubSubStore";
    private const string Npgsql = "Npgsql";

    // As the embedded engine writes it, so that states can move from one to the other.
    private static readonly JsonSerializerOptions StateJson = new(JsonSerializerDefaults.General) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Adds a silo.</summary>
    /// <exception cref="UsageException">Something that the silos of a cluster share is not set.</exception>
    public static void AddGrainEngine(this WebApplicationBuilder builder, EngineSettings settings)
    {
        var cluster = settings.Cluster;
        var database = settings.Storage.ConnectionString is { Length: > 0 } given
            ? given
            : throw new UsageException($"{StorageSettings.Section}:ConnectionString is not set; a silo keeps its data in PostgreSQL.");
        if (settings.HasOwnKey)
            throw new UsageException("Secrets:MasterKeyFile (or Secrets:MasterKey) is not set; all silos of a cluster have the same one.");
        builder.Services.AddSingleton(new ClusterDatabase(database));
        builder.Services.AddHostedService<ClusterSchemaCheck>();
        // Activations say farewell, and what they have under way is finished, before the process ends.
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMinutes(1));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            silo.ConfigureEndpoints(IPAddress.Parse(cluster.Address), cluster.SiloPort, cluster.GatewayPort);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMilliseconds(cluster.ResponseTimeout));
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, Complete(database)));
            silo.UseClusterDatabase(database);
            silo.AddDashboard();
        });
        if (!settings.Journal.HasOwnDatabase)
            settings.Journal.ConnectionString = database;
        builder.Services.AddJournal(settings.Journal);
    }

    /// <summary>Adds what a silo shows of itself; the API is another process.</summary>
    public static void AddEndpoints(this WebApplicationBuilder builder, string dataDirectory) => builder.Services.AddHealthChecks();

    /// <summary>The endpoints of a silo; the API is another process.</summary>
    public static WebApplication MapEndpoints(this WebApplication app)
    {
        app.MapHealth();
        app.MapOrleansDashboard(routePrefix: "/dashboard");
        return app;
    }

    /// <summary>Streams, states and reminders on a database that has the cluster's tables.</summary>
    public static ISiloBuilder UseClusterDatabase(this ISiloBuilder silo, string connectionString)
    {
        connectionString = Complete(connectionString);
        silo.AddAdoNetGrainStorage(GrainStorage, options =>
        {
            Use(options, connectionString);
            options.GrainStorageSerializer = new StateSerializer();
        });
        // Orleans' own records keep Orleans' own serializer.
        silo.AddAdoNetGrainStorage(PubSubStorage, options => Use(options, connectionString));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Npgsql, connectionString));
        // Items that are lost with a silo are history that followers read again.
        silo.AddMemoryStreams(CandleStreams.Provider);
        return silo;
    }

    private static void Use(AdoNetGrainStorageOptions options, string connectionString)
    {
        (options.Invariant, options.ConnectionString) = (Npgsql, connectionString);
        options.HashPicker = new KeyLengthHashPicker();
    }

    private static string Complete(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50, ApplicationName = "trading-bot", Timezone = "UTC" }.ConnectionString;

    private sealed class StateSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, StateJson));

        public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, StateJson);
    }

    /// <summary>
    /// The provider takes a key that looks like a hexadecimal number for the number: <c>42</c> and <c>042</c>, two users, would be
    /// one record. Their lengths differ.
    /// </summary>
    private sealed class KeyLengthHashPicker : IStorageHasherPicker
    {
        public ICollection<IHasher> HashProviders { get; } = [];

        public IHasher PickHasher<T>(
            string serviceId, string storageProviderInstanceName, string grainType, GrainId grainId, IGrainState<T> grainState, string? tag = null) =>
            new KeyLength(grainId.Key.AsSpan().Length);

        private sealed class KeyLength(int length) : IHasher
        {
            public string Description => "The length of the grain's key.";

            public int Hash(byte[] data) => length;
        }
    }
}
