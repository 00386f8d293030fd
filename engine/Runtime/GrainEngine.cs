using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Activation;
using TradingBot.Engine.Calls;
using TradingBot.Engine.Hosting;
using TradingBot.Engine.Reminders;
using TradingBot.Engine.Storage;
using TradingBot.Engine.Streams;

namespace TradingBot.Engine;

/// <summary>The embedded grain engine: knows the grain classes, gives references, starts and stops.</summary>
internal sealed class GrainEngine : IClusterClient, IStreamingClient, IEngineStatistics, IDataStore, IDisposable
{
    private readonly EmbeddedEngineOptions _options;
    private readonly Dictionary<string, GrainClass> _classes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, GrainClass> _classOfInterface = new();
    private CallWatch? _watch;
    private IdleCollector? _collector;
    private DataStore? _store;
    private volatile Phase _phase;

    public GrainEngine(IServiceProvider services, EmbeddedEngineOptions options, TimeProvider time, ILogger<GrainEngine> logger)
    {
        if (options.CollectionQuantum <= TimeSpan.Zero || options.CollectionAge < options.CollectionQuantum)
            throw new ArgumentException("CollectionQuantum must be positive, and CollectionAge at least as long.", nameof(options));
        (ServiceProvider, _options, TimeProvider, Log) = (services, options, time, new(logger));
        foreach (var type in options.GrainAssemblies.Distinct().SelectMany(static assembly => assembly.GetTypes()).Where(IsGrainClass))
        {
            var grainClass = new GrainClass(this, type);
            if (!_classes.TryAdd(grainClass.Name, grainClass))
                throw new InvalidOperationException($"{type} and {_classes[grainClass.Name].Type} both have the grain type '{grainClass.Name}'.");
        }

        Statistics = new(time);
        Streams = new(this, options.StreamProviders);
        Reminders = new(this, options.MinimumReminderPeriod);
    }

    private enum Phase
    {
        NotStarted,
        Running,
        Stopping,
        Stopped,
    }

    public IServiceProvider ServiceProvider { get; }

    public TimeProvider TimeProvider { get; }

    public EngineLog Log { get; }

    public CallStatistics Statistics { get; }

    public StreamHub Streams { get; }

    public ReminderService Reminders { get; }

    public DataStore Store => _store ?? throw new InvalidOperationException("The grain engine has not started.");

    public JsonSerializerOptions StateJson => _options.StateJson;

    public TimeSpan ResponseTimeout => _options.ResponseTimeout;

    /// <summary>Counts looks for idle activations; activations note it when they are used, which is cheaper than a clock.</summary>
    public int IdleClock => _collector!.Clock;

    public IReadOnlyDictionary<string, int> ActivationsByType =>
        _classes.Values.ToDictionary(static grainClass => grainClass.Name, static grainClass => grainClass.ActivationCount, StringComparer.Ordinal);

    public long Calls => _classes.Values.Sum(static grainClass => grainClass.EndedCalls) + Activations.Sum(static activation => activation.Count().Calls);

    public long PendingCalls => Activations.Sum(static activation => activation.Count().Pending);

    public IReadOnlyDictionary<string, long> FailedCalls => Statistics.FailedCalls;

    public IReadOnlyDictionary<string, long> SlowCalls => Statistics.SlowCalls;

    public long StorageWrites => _store?.Writes ?? 0;

    public long StorageCommits => _store?.Commits ?? 0;

    public bool StorageHealthy => _store?.IsHealthy ?? false;

    bool IDataStore.IsHealthy => StorageHealthy;

    public IEnumerable<GrainActivation> Activations => _classes.Values.SelectMany(static grainClass => grainClass.Activations);

    public int IdleClockIn(TimeSpan time) => _collector!.ClockIn(time);

    public bool Accepts([NotNullWhen(false)] out OrleansMessageRejectionException? refusal)
    {
        // While the engine stops, grains finish what they do, and may call each other for it.
        refusal = _phase switch
        {
            Phase.Running => null,
            Phase.NotStarted => new("The grain engine has not started; the call was not made."),
            Phase.Stopping when GrainActivation.InTurn => null,
            _ => new("The grain engine is stopping; the call was not made."),
        };
        return refusal is null;
    }

    public void Watch(GrainRequest request) => _watch!.Add(request);

    public GrainClass? ClassOf(string grainType) => _classes.GetValueOrDefault(grainType);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)(object)Refer(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)Refer(grainInterfaceType, grainPrimaryKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        ClassOf(grainId.Type.ToString()) is { } grainClass
            ? (TGrainInterface)(object)grainClass.Refer(typeof(TGrainInterface), grainId.Key.ToString())
            : throw new ArgumentException($"No grain class has the grain type '{grainId.Type}'.", nameof(grainId));

    public IStreamProvider GetStreamProvider(string name) => Streams.Provider(name, null);

    Task IDataStore.WriteAsync(Action<SqliteConnection> write, bool background) => Store.WriteAsync(write, background);

    T IDataStore.Read<T>(Func<SqliteConnection, T> read) => Store.Read(read);

    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    public void Start()
    {
        if (_phase != Phase.NotStarted)
            throw new InvalidOperationException("The grain engine has been started before.");
        _store = new(_options);
        _watch = new(_options.ResponseTimeout, TimeProvider);
        _collector = new(this, _options);
        Streams.Load();
        _phase = Phase.Running;
        Reminders.Start();
    }

    /// <summary>Refuses new calls, lets the grains finish theirs and say farewell, and closes the database.</summary>
    /// <param name="cancellationToken">Ends the patience with grains that do not finish; what they wrote is kept.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_phase != Phase.Running)
            return;
        _phase = Phase.Stopping;
        Reminders.Dispose();
        _collector!.Dispose();
        try
        {
            // A grain's farewell may call grains that have ended already, which brings them back.
            while (Activations.Select(static activation => activation.DrainAsync()).ToList() is { Count: > 0 } ending)
                await Task.WhenAll(ending).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.StoppedEarly(Activations.Count());
        }

        Dispose();
    }

    /// <summary>Closes everything at once; grains that still run are cut off, what they wrote is kept.</summary>
    public void Dispose()
    {
        if (_phase == Phase.Stopped)
            return;
        _phase = Phase.Stopped;
        Reminders.Dispose();
        _collector?.Dispose();
        _watch?.Dispose();
        _store?.Dispose();
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(IGrainBase))
        && type.IsAssignableTo(typeof(IGrain));

    private GrainReference Refer(Type grainInterface, string key, string? classNamePrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var grainClass = string.IsNullOrEmpty(classNamePrefix)
            ? _classOfInterface.GetOrAdd(grainInterface, Implementation, "")
            : Implementation(grainInterface, classNamePrefix);
        return grainClass.Refer(grainInterface, key);
    }

    private GrainClass Implementation(Type grainInterface, string prefix)
    {
        var candidates = _classes.Values
            .Where(grainClass => grainInterface.IsAssignableFrom(grainClass.Type) && grainClass.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))
            .ToList();
        return candidates switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"No grain class implements {grainInterface} (searched: {string.Join(", ", _options.GrainAssemblies.Select(static a => a.GetName().Name))}).", nameof(grainInterface)),
            _ => candidates.Find(grainClass => "I" + grainClass.Type.Name == grainInterface.Name)
                ?? throw new ArgumentException($"Several grain classes implement {grainInterface}: {string.Join(", ", candidates.Select(static c => c.Type))}.", nameof(grainInterface)),
        };
    }
}
