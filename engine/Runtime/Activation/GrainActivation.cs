using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using TradingBot.Engine.Calls;
using TradingBot.Engine.Streams;

namespace TradingBot.Engine.Activation;

/// <summary>
/// One grain in memory: its object, its state, its queue of calls and the scheduler that runs its turns one at a time. This
/// part is what the grain sees; the others are <c>.Turns</c>, <c>.Calls</c> and <c>.Lifecycle</c>.
/// </summary>
internal sealed partial class GrainActivation(GrainClass grainClass, string key) : CallTarget, IActivation
{
    // Guards everything below that is not readonly. Held for a few instructions only, never while grain code runs.
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private object? _instance;
    private AsyncServiceScope? _services;
    private List<GrainTimer>? _timers;
    private Dictionary<Guid, object>? _observers;

    public GrainClass Class => grainClass;

    public string Key => key;

    public GrainId GrainId => grainClass.IdOf(key);

    public GrainReference GrainReference => grainClass.Refer(null, key);

    public object? GrainInstance => _instance;

    public IServiceProvider ActivationServices => _services?.ServiceProvider ?? grainClass.Engine.ServiceProvider;

    public IGrainFactory GrainFactory => grainClass.Engine;

    public Task Deactivated => _ended.Task;

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options, grainClass.Engine.TimeProvider);
        lock (_gate)
            (_timers ??= []).Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (_gate)
            _timers?.Remove(timer);
    }

    public IStreamProvider GetStreamProvider(string name) => grainClass.Engine.Streams.Provider(name, this);

    public Task<IGrainReminder> RegisterOrUpdateReminder(string reminderName, TimeSpan dueTime, TimeSpan period) =>
        grainClass.Engine.Reminders.RegisterOrUpdate(this, reminderName, dueTime, period);

    public Task UnregisterReminder(IGrainReminder reminder) => grainClass.Engine.Reminders.Unregister(this, reminder);

    public IReadOnlyList<IGrainReminder> GetReminders() => grainClass.Engine.Reminders.Of(this);

    /// <summary>Attaches an observer to a stream subscription; null detaches.</summary>
    public void Observe(StreamSubscription subscription, object? observer)
    {
        lock (_gate)
        {
            if (observer is null)
                _observers?.Remove(subscription.Id);
            else
                (_observers ??= [])[subscription.Id] = observer;
        }
    }

    public object? ObserverOf(StreamSubscription subscription)
    {
        lock (_gate)
            return _observers?.GetValueOrDefault(subscription.Id);
    }

    public override string ToString() => GrainId.ToString();
}
