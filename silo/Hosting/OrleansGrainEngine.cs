using System.Data.Common;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using TradingBot.ClientApi;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Health;
using TradingBot.ClientApi.Telegram;
using TradingBot.ClientApi.Telemetry;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.MarketData;
using TradingBot.Operation;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Cluster.Migration;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Journal;
using TradingBot.Trading;

namespace TradingBot.Silo.Hosting;

/// <summary>Runs the grains as a silo of a Microsoft Orleans cluster on PostgreSQL: the only file of this room that knows it.</summary>
internal static class OrleansGrainEngine
{
    private const string GrainStorage = "grains";
    private const string PubSubStorage = "PubSubStore";
    private const string Npgsql = "Npgsql";

    // As the embedded engine writes it, so that states can move from one to the other.
    private static readonly JsonSerializerOptions StateJson = new(JsonSerializerDefaults.General) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Adds a silo, or a client of the silos.</summary>
    /// <exception cref="UsageException">Something that the processes of a cluster share is not set.</exception>
    public static void AddGrainEngine(this WebApplicationBuilder builder, EngineSettings settings)
    {
        var database = settings.Storage.ConnectionString is { Length: > 0 } given
            ? given
            : throw new UsageException($"{StorageSettings.Section}:ConnectionString is not set; a cluster keeps its data in PostgreSQL.");
        if (settings.HasOwnKey)
            throw new UsageException("Secrets:MasterKeyFile (or Secrets:MasterKey) is not set; all processes of a cluster have the same key.");
        builder.Services.AddSingleton(settings.Cluster);
        builder.Services.AddSingleton(new ClusterDatabase(database));
        // A caller in another process sees what has failed, not that it cannot be read.
        builder.Services.Configure<ExceptionSerializationOptions>(static o => o.SupportedNamespacePrefixes.UnionWith(["Npgsql", "TradingBot"]));
        builder.Services.AddHostedService<ClusterSchemaCheck>();
        builder.Services.AddSingleton<GrainCallMetrics>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("storage");
        builder.Services.AddProcessReports();
        if (settings.Cluster.Role == ClusterRole.Api)
            builder.UseOrleansClient(client => Configure(client, settings.Cluster, Complete(database)));
        else
            AddSilo(builder, settings, database);
    }

    /// <summary>Adds the API, or what a silo shows of itself.</summary>
    public static void AddEndpoints(this WebApplicationBuilder builder, EngineSettings settings, TelegramOptions telegram)
    {
        if (settings.Cluster.Role != ClusterRole.Api)
            return;
        builder.Services.AddClientApi();
        builder.Services.AddTelegram(telegram);
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<AdminAccess>(s, settings.DataDirectory, true));
    }

    /// <summary>The endpoints of the process.</summary>
    public static WebApplication MapEndpoints(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ClusterSettings>().Role == ClusterRole.Api)
        {
            app.MapClientApi();
            app.MapClusterDashboard();
            return app;
        }

        // Its components and metrics are shown by the API, which has them from it, and its metrics port.
        app.UseMetricsPort();
        app.MapProbes();
        return app;
    }

    // Where the tokens are: a silo asks nobody who they are. Its page has scripts and inline styles of its own, and nothing from elsewhere.
    private static void MapClusterDashboard(this WebApplication app)
    {
        var dashboard = app.MapOrleansDashboard(routePrefix: "/orleans").RequireAuthorization(AccessPolicies.Operator).ExcludeFromDescription();
        dashboard.AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy =
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
            return next(context);
        });
    }

    /// <summary>A silo has no data folder.</summary>
    /// <exception cref="UsageException">Always.</exception>
    public static StandaloneData OpenData(this DirectoryInfo folder, bool isNew) =>
        throw new UsageException($"{folder} is a folder of the standalone program: its command moves the data.");

    /// <summary>A data folder has no database here.</summary>
    /// <exception cref="UsageException">Always.</exception>
    public static DbConnection OpenDatabase(this DirectoryInfo dataFolder) =>
        throw new UsageException("a cluster keeps its data in PostgreSQL: give --database.");

    private static void AddSilo(WebApplicationBuilder builder, EngineSettings settings, string database)
    {
        var cluster = settings.Cluster;
        // Activations say farewell, and what they have under way is finished, before the process ends.
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMinutes(1));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            silo.ConfigureEndpoints(IPAddress.Parse(cluster.Address), cluster.SiloPort, cluster.GatewayPort);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMilliseconds(cluster.ResponseTimeout));
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, Complete(database)));
            silo.UseClusterDatabase(database);
            silo.AddDashboard(HideLog);
            silo.AddActivityPropagation();
            silo.AddIncomingGrainCallFilter<CallCounter>();
        });
        builder.Services.AddHostedService<ActivationCounter>();
        if (!settings.Journal.HasOwnDatabase)
            settings.Journal.ConnectionString = database;
        builder.Services.AddJournal(settings.Journal);
        builder.Services.AddHostedService<EgressWatch>();
        builder.Services.AddSingleton<ResumeService>();
        builder.Services.AddHostedService(static s => s.GetRequiredService<ResumeService>());
        builder.Services.AddHostedService<SuccessionWatch>();
    }

    private static void Configure(IClientBuilder client, ClusterSettings cluster, string database)
    {
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMilliseconds(cluster.ResponseTimeout));
        client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(10));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, database));
        client.AddActivityPropagation();
        client.AddDashboard(HideLog);
        client.AddMemoryStreams(CandleStreams.Provider);
        // It may be there before the first silo is.
        client.UseConnectionRetryFilter(static async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            return true;
        });
    }

    // The log has its own way out, on which secrets are taken from it.
    private static void HideLog(DashboardOptions options) => options.HideTrace = true;

    /// <summary>Streams, states and reminders on a database that has the cluster's tables; grains on any silo.</summary>
    public static ISiloBuilder UseClusterDatabase(this ISiloBuilder silo, string connectionString)
    {
        // Orleans' own choice goes by loads that it learns every few seconds: a series' shards, made in one moment, would share a silo.
        silo.Services.AddSingleton<PlacementStrategy, RandomPlacement>();
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

    /// <summary>Tells who divides the venues' request weight how many silos there are.</summary>
    private sealed class EgressWatch(IClusterMembershipService membership, ClusterSettings cluster, EgressShare share) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                var silos = now.Members.Values.Count(static m => m.Status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown);
                share.Processes = cluster.SilosPerAddress > 0 ? Math.Min(silos, cluster.SilosPerAddress) : silos;
            }
        }
    }

    /// <summary>Wakes what a silo that has ended leaves behind, which would else sleep until a reminder, a candle or the next silo came.</summary>
    private sealed class SuccessionWatch(
        IClusterMembershipService membership, ILocalSiloDetails self, ResumeService resumption) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            HashSet<SiloAddress> living = [];
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                var members = now.Members.Values.Where(static m => m.Status != SiloStatus.Dead).ToList();
                var hasEnded = !living.IsSubsetOf(members.Select(static m => m.SiloAddress));
                living = [.. members.Select(static m => m.SiloAddress)];
                // One does it for all.
                if (hasEnded && self.SiloAddress.Equals(members.Where(static m => m.Status == SiloStatus.Active).Min(static m => m.SiloAddress)))
                    await resumption.ResumeAsync(stoppingToken);
            }
        }
    }

    private sealed class StateSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, StateJson));

        public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, StateJson);
    }

    private sealed class CallCounter(GrainCallMetrics metrics) : IIncomingGrainCallFilter
    {
        private static readonly Assembly Ours = typeof(ITraderGrain).Assembly;

        // Orleans' own calls are its own meter's.
        public Task Invoke(IIncomingGrainCallContext context) => context.InterfaceMethod.DeclaringType is { } type && type.Assembly == Ours
            ? metrics.CountAsync($"{type.Name}.{context.InterfaceMethod.Name}", context.Invoke)
            : context.Invoke();
    }

    private sealed class ActivationCounter(
        IGrainFactory grains, ILocalSiloDetails self, GrainTypeResolver types, GrainCallMetrics metrics, TimeProvider time, ILogger<ActivationCounter> logger)
        : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(IProcessBoardGrain.Period, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    var counts = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics([self.SiloAddress], stoppingToken);
                    metrics.Show(counts.GroupBy(c => NameOf(c.GrainType), StringComparer.Ordinal)
                        .ToDictionary(static c => c.Key, static c => c.Sum(static g => g.ActivationCount), StringComparer.Ordinal));
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogWarning(failure, "The activations cannot be counted; the last count stays");
                }
            }
        }

        // Counted by class, named as everywhere else by grain type.
        private string NameOf(string grainClass) => Type.GetType(grainClass) is { } type ? types.GetGrainType(type).ToString()! : grainClass;
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
