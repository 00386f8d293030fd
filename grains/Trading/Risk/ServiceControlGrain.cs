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
    ILogger<ServiceControlGrain> logger) : Grain, IServiceControlGrain, IRemindable
{
    /// <summary>How many users are asked at the same time.</summary>
    public const int Page = 100;

    /// <summary>How long until users who have not confirmed are asked again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private const string Reminder = "tell-users";
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private SerialWriter _writer = null!;
    private IGrainTimer? _timer;
    private long _telling = -1;
    private int _changing;

    private ServiceControlState State => state.State;

    private ServiceState Now => new(State.Mode, State.Epoch);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _writer = new(state.WriteStateAsync);
        local.Set(Now);
        if (!State.IsDone)
            TellSoon(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public Task<ServiceState> GetStateAsync() => Task.FromResult(Now);

    public Task<ServiceStatus> GetStatusAsync() =>
        Task.FromResult(new ServiceStatus(State.Mode, State.Since, State.By, State.Confirmed, State.Waiting.Count, State.IsDone));

    public async Task<ServiceStatus?> PauseEntriesAsync(bool paused, string by) =>
        State.Mode is ServiceMode.KilledKeep or ServiceMode.KilledFlatten
            ? null
            : await SetAsync(paused ? ServiceMode.EntriesPaused : ServiceMode.Normal, by);

    public Task<ServiceStatus> KillAsync(KillPositions positions, string by) =>
        SetAsync(positions == KillPositions.Flatten ? ServiceMode.KilledFlatten : ServiceMode.KilledKeep, by);

    public Task<ServiceStatus> ReleaseAsync(string by) =>
        State.Mode is ServiceMode.KilledKeep or ServiceMode.KilledFlatten ? SetAsync(ServiceMode.Normal, by) : GetStatusAsync();

    public Task ReceiveReminder(string reminderName, TickStatus status) => TellAsync();

    private async Task<ServiceStatus> SetAsync(ServiceMode mode, string by)
    {
        if (mode != State.Mode)
        {
            _changing++;
            try
            {
                // Before the write: a crash behind that still reaches every trader.
                await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
                (State.Mode, State.Since, State.By) = (mode, time.GetUtcNow().ToUnixTimeMilliseconds(), by);
                State.Epoch++;
                (State.AskedUpTo, State.Confirmed, State.IsDone) = ("", 0, false);
                State.Waiting.Clear();
                await SaveAsync();
            }
            finally
            {
                _changing--;
            }

            local.Set(Now);
            logger.LogWarning("{By} has set the service to {Mode}", by, mode);
            TellSoon(TimeSpan.Zero);
        }

        return await GetStatusAsync();
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
        var epoch = State.Epoch;
        if (_telling == epoch)
            return;
        _telling = epoch;
        try
        {
            while (await TellNextAsync(epoch))
            {
            }

            if (epoch == State.Epoch)
                await TellWaitingAsync(epoch);
            if (State.IsDone && await this.GetReminder(Reminder) is { } reminder && epoch == State.Epoch && _changing == 0)
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
            return await GrainFactory.GetGrain<IUserRiskGrain>(user).ApplyServiceModeAsync(Now);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User} has not taken the service's mode on; asked again", user);
            return false;
        }
    }

    private async Task SaveAsync()
    {
        try
        {
            await _writer.WriteAsync();
        }
        catch
        {
            // What is in memory is not what is stored: the next call starts from the store.
            DeactivateOnIdle();
            throw;
        }
    }
}
