using System.Diagnostics.CodeAnalysis;
using Orleans;
using Orleans.Runtime;
using TradingBot.Engine.Activation;
using TradingBot.Engine.Calls;
using TradingBot.Engine.Storage;

namespace TradingBot.Engine.Reminders;

/// <summary>
/// Ticks of reminders. The next tick is stored when one has been processed, so a tick that fell into the time when the process
/// was down, or was cut off by its end, comes soon after the next start.
/// </summary>
internal sealed class ReminderService(GrainEngine engine, TimeSpan minimumPeriod) : IDisposable
{
    // Timers have an upper limit; a far tick is looked at again meanwhile.
    private const long LongestWait = 24 * 60 * 60 * 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainClass, string Key, string Name), Reminder> _reminders = [];
    private readonly PriorityQueue<Reminder, long> _due = new();
    private ITimer? _timer;

    public void Start()
    {
        var rows = engine.Store.Read(static connection => Sql.Query(
            connection,
            "SELECT type, key, name, first_ms, period_ms, next_ms FROM grain_reminder",
            static row => (Type: row.GetString(0), Key: row.GetString(1), Name: row.GetString(2), First: row.GetInt64(3), Period: row.GetInt64(4), Next: row.GetInt64(5))));
        lock (_gate)
        {
            _timer = engine.TimeProvider.CreateTimer(static service => ((ReminderService)service!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            foreach (var row in rows)
            {
                if (engine.ClassOf(row.Type) is { } grainClass)
                    Keep(new(grainClass, row.Key, row.Name, row.First, row.Period, row.Next));
                else
                    engine.Log.UnknownGrainType("reminder", row.Type);
            }

            SetTimer();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _timer?.Dispose();
    }

    public IReadOnlyList<IGrainReminder> Of(GrainActivation grain)
    {
        lock (_gate)
            return _reminders.Values.Where(reminder => reminder.GrainClass == grain.Class && reminder.Key == grain.Key).ToList();
    }

    public async Task<IGrainReminder> RegisterOrUpdate(GrainActivation grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < minimumPeriod)
            throw new ArgumentException($"The period {period} of reminder '{name}' is below the minimum {minimumPeriod}.", nameof(period));
        if (!grain.Class.Type.IsAssignableTo(typeof(IRemindable)))
            throw new InvalidOperationException($"Grain class {grain.Class.Type} must implement IRemindable to have reminders.");

        var first = Now() + (long)dueTime.TotalMilliseconds;
        var reminder = new Reminder(grain.Class, grain.Key, name, first, (long)period.TotalMilliseconds, first);
        await engine.Store.WriteAsync(connection => Sql.Execute(
            connection,
            """
            INSERT INTO grain_reminder (type, key, name, first_ms, period_ms, next_ms) VALUES ($type, $key, $name, $first, $period, $first)
            ON CONFLICT DO UPDATE SET first_ms = $first, period_ms = $period, next_ms = $first
            """,
            ("$type", grain.Class.Name), ("$key", grain.Key), ("$name", name), ("$first", first), ("$period", reminder.Period)));
        lock (_gate)
        {
            Keep(reminder);
            SetTimer();
        }

        return reminder;
    }

    public async Task Unregister(GrainActivation grain, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        await engine.Store.WriteAsync(connection => Sql.Execute(
            connection,
            "DELETE FROM grain_reminder WHERE type = $type AND key = $key AND name = $name",
            ("$type", grain.Class.Name), ("$key", grain.Key), ("$name", reminder.ReminderName)));
        lock (_gate)
        {
            if (_reminders.Remove((grain.Class, grain.Key, reminder.ReminderName), out var kept))
                kept.Ended = true;
        }
    }

    private long Now() => engine.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    private void Keep(Reminder reminder)
    {
        var id = (reminder.GrainClass, reminder.Key, reminder.ReminderName);
        if (_reminders.TryGetValue(id, out var replaced))
            replaced.Ended = true;
        _reminders[id] = reminder;
        _due.Enqueue(reminder, reminder.Next);
    }

    private void SetTimer()
    {
        if (_due.TryPeek(out _, out var next))
            _timer!.Change(TimeSpan.FromMilliseconds(Math.Clamp(next - Now(), 0, LongestWait)), Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        var now = Now();
        var due = new List<(Reminder Reminder, long Next)>();
        lock (_gate)
        {
            while (_due.TryPeek(out var reminder, out var at) && at <= now)
            {
                _due.Dequeue();
                if (reminder.Ended)
                    continue;
                reminder.Next = reminder.TickAfter(now);
                _due.Enqueue(reminder, reminder.Next);
                due.Add((reminder, reminder.Next));
            }

            SetTimer();
        }

        foreach (var (reminder, next) in due)
            _ = FireAsync(reminder, next, now);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A failing reminder concerns nobody else; it comes again.")]
    private async Task FireAsync(Reminder reminder, long next, long now)
    {
        try
        {
            var status = new TickStatus(Time(reminder.First), TimeSpan.FromMilliseconds(reminder.Period), Time(now));
            CallTarget? target = null;
            await reminder.GrainClass.Send(reminder.Key, new TickRequest(reminder.ReminderName, status), ref target);
            await engine.Store.WriteAsync(connection => Sql.Execute(
                connection,
                "UPDATE grain_reminder SET next_ms = $next WHERE type = $type AND key = $key AND name = $name AND first_ms = $first",
                ("$next", next), ("$type", reminder.GrainClass.Name), ("$key", reminder.Key), ("$name", reminder.ReminderName), ("$first", reminder.First)));
        }
        catch (Exception failure)
        {
            engine.Log.ReminderFailed(failure, reminder.ReminderName, reminder.GrainClass.IdOf(reminder.Key));
        }
    }

    private static DateTime Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;

    private sealed class TickRequest(string name, TickStatus status) : GrainVoidRequest
    {
        private static readonly GrainMethod Description = new("IRemindable.ReceiveReminder");

        protected internal override GrainMethod Method => Description;

        // The timer's thread sends many.
        internal override bool MayRunInline => false;

        internal override bool RunsAnyway => true;

        protected internal override Task Invoke(object grain) => ((IRemindable)grain).ReceiveReminder(name, status);
    }
}
