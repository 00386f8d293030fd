using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>
/// Keeps the service's mode, and goes from user to user until every trader has confirmed it. Reentrant: the kill switch does not wait for a
/// round that a trader holds up.
/// </summary>
[Reentrant]
public sealed class ServiceControlGrain(
    [PersistentState("service-control", "grains")] IPersistentState<ServiceControlState> state,
    ServiceSwitch local,
    TimeProvider time,
    ILogger<ServiceControlGrain> logger) : StoredGrain<ServiceControlState>(state), IServiceControlGrain, IRemindable, IDisposable
{
    /// <summary>How many users are asked at the same time.</summary>
    public const int Page = 100;

    /// <summary>How long until users who have not confirmed are asked again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private const string Reminder = "tell-users";
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _change = new(1, 1);
    private IGrainTimer? _timer;
    private long _telling = -1;
    private ServiceState _now;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Publish();
        if (!State.IsDone)
            TellSoon(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public void Dispose() => _change.Dispose();

    public Task<ServiceState> GetStateAsync() => Task.FromResult(_now);

    public Task<ServiceStatus> GetStatusAsync() =>
        Task.FromResult(new ServiceStatus(State.Mode, State.Since, State.By, State.Confirmed, State.Waiting.Count, State.IsDone));

    public Task<ServiceStatus?> SetModeAsync(ServiceMode mode, string by) =>
        IsKilled(mode) ? throw new ArgumentException($"{mode} is set by the kill switch.", nameof(mode)) : SetAsync(now => IsKilled(now) ? null : mode, by);

    public async Task<ServiceStatus> KillAsync(KillPositions positions, string by) =>
        (await SetAsync(_ => positions == KillPositions.Flatten ? ServiceMode.KilledFlatten : ServiceMode.KilledKeep, by))!;

    public async Task<ServiceStatus> ReleaseAsync(string by) => (await SetAsync(mode => IsKilled(mode) ? ServiceMode.Normal : mode, by))!;

    public Task ReceiveReminder(string reminderName, TickStatus status) => TellAsync();

    // One change at a time, and nobody is told of it before it is durable.
    private async Task<ServiceStatus?> SetAsync(Func<ServiceMode, ServiceMode?> next, string by)
    {
        await _change.WaitAsync();
        try
        {
            if (next(State.Mode) is not { } mode)
                return null;
            if (mode == State.Mode)
                return await GetStatusAsync();
            // The reminder first: a crash behind the write then still reaches every trader.
            await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
            (State.Mode, State.Since, State.By) = (mode, time.GetUtcNow().ToUnixTimeMilliseconds(), by);
            State.Epoch++;
            (State.AskedUpTo, State.Confirmed, State.IsDone) = ("", 0, false);
            State.Waiting.Clear();
            await SaveAsync();
            Publish();
            logger.LogWarning("{By} has set the service to {Mode}", by, mode);
            TellSoon(TimeSpan.Zero);
            return await GetStatusAsync();
        }
        finally
        {
            _change.Release();
        }
    }

    private void Publish()
    {
        _now = new(State.Mode, State.Epoch);
        local.Set(_now);
    }

    private void TellSoon(TimeSpan delay)
    {
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(
            _ => TellAsync(), new GrainTimerCreationOptions(delay, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
    }

    // Page by page, each remembered. Users who are made meanwhile, wherever they come in the order, pull the mode when they begin.
    private async Task TellAsync()
    {
        var epoch = _now.Epoch;
        if (_telling == epoch || epoch != State.Epoch)
            return;
        _telling = epoch;
        try
        {
            while (await TellNextAsync(epoch))
            {
            }

            if (epoch == State.Epoch)
                await TellWaitingAsync(epoch);
            if (State.IsDone && await this.GetReminder(Reminder) is { } reminder && epoch == State.Epoch && _change.CurrentCount == 1)
                await this.UnregisterReminder(reminder);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "The users could not be told of {Mode}; they are told again", State.Mode);
        }
        finally
        {
            if (_telling == epoch)
                _telling = -1;
            if (epoch == State.Epoch && !State.IsDone)
                TellSoon(Retry);
        }
    }

    private async Task<bool> TellNextAsync(long epoch)
    {
        var directory = GrainFactory.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key);
        var users = await directory.ListAsync(State.AskedUpTo.Length == 0 ? null : State.AskedUpTo, Page);
        if (users.IsEmpty || epoch != State.Epoch)
            return false;
        var confirmed = await Task.WhenAll(users.Select(TellAsync));
        if (epoch != State.Epoch)
            return false;
        for (var i = 0; i < users.Length; i++)
        {
            if (confirmed[i])
                State.Confirmed++;
            else
                State.Waiting.Add(users[i]);
        }

        State.AskedUpTo = users[^1];
        await SaveAsync();
        return epoch == State.Epoch;
    }

    private async Task TellWaitingAsync(long epoch)
    {
        foreach (var users in State.Waiting.Order(StringComparer.Ordinal).Chunk(Page))
        {
            var confirmed = await Task.WhenAll(users.Select(TellAsync));
            if (epoch != State.Epoch)
                return;
            State.Confirmed += confirmed.Count(static done => done);
            State.Waiting.ExceptWith(users.Where((_, i) => confirmed[i]));
        }

        State.IsDone = State.Waiting.Count == 0;
        await SaveAsync();
    }

    private async Task<bool> TellAsync(string user)
    {
        try
        {
            return await GrainFactory.GetGrain<IUserRiskGrain>(user).ApplyServiceModeAsync(_now);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User} has not taken the service's mode on; asked again", user);
            return false;
        }
    }

    private static bool IsKilled(ServiceMode mode) => mode is ServiceMode.KilledKeep or ServiceMode.KilledFlatten;
}
