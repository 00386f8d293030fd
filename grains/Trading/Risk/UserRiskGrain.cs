using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Trading.Risk;

/// <summary>
/// Keeps a user's rules and kill switch, and sees to it that every trader of the user obeys. Reentrant: while it waits for a trader to confirm,
/// that very trader may be asking for an entry.
/// </summary>
[Reentrant]
public sealed class UserRiskGrain(
    [PersistentState("user-risk", "grains")] IPersistentState<UserRiskState> state, TimeProvider time, ILogger<UserRiskGrain> logger)
    : StoredGrain<UserRiskState>(state), IUserRiskGrain, IRemindable, IDisposable
{
    /// <summary>How long a command waits for the traders.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long until those that have not confirmed are asked again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private const string Reminder = "tell-traders";
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<MarketSymbol> _pending = [];
    private readonly Dictionary<MarketSymbol, int> _heard = [];
    private readonly SemaphoreSlim _change = new(1, 1);
    private UserRiskBook _book = null!;
    private ServiceState _service;
    private IGrainTimer? _timer;
    private (long Version, KillPositions? Kill, bool HasRules, bool IsSuspended) _stored;
    private TradingControl _control = null!;
    private long _listed = -1;

    private string User => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new(State);
        _service = await GrainFactory.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key).GetStateAsync();

        TakeStored();

        // A crash may have come before all were told; and what traders hold is learnt anew, so that nothing stays held for nobody.
        if (State.Confirmed == State.Version)
            _listed = _control.Version;
        if (State.Confirmed != State.Version || _book.HasRules)
            TellSoon(TimeSpan.Zero);
    }

    public void Dispose() => _change.Dispose();

    public Task<UserRiskView> GetAsync() => Task.FromResult(new UserRiskView(State.Limits, _book.Sums()));

    public async Task<ImmutableArray<ValidationError>> SetLimitsAsync(UserRiskLimits limits)
    {
        var errors = RiskLimitsValidator.Validate(limits);
        if (errors.IsEmpty)
            await ChangeAsync(() => limits != State.Limits, () => State.Limits = limits);
        return errors;
    }

    public Task ResetDrawdownAsync()
    {
        _book.ResetDrawdown();
        return SaveAsync();
    }

    public Task<KillSwitchStatus> GetKillSwitchAsync() => Task.FromResult(Describe());

    public Task<KillSwitchStatus> KillAsync(KillPositions positions) => TurnAsync(positions);

    public Task<KillSwitchStatus> ReleaseAsync() => TurnAsync(null);

    public Task SuspendAsync(bool suspended) => ChangeAsync(() => suspended != State.IsSuspended, () => State.IsSuspended = suspended);

    public Task<TradingControl> GetControlAsync() => Task.FromResult(_control);

    public async Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now)
    {
        if (_control.BlockedBy is var rule and not RiskRule.None)
            return new(rule);
        if (!_book.HasRules)
            return RiskDecision.Allowed;
        // The rules are new, and others may have more at stake than is known.
        if (_listed != _control.Version || _pending.Any(s => s != exposure.Symbol && !_book.Knows(s)))
            return new(RiskRule.NotKnown);
        Hear(exposure);
        var decision = _book.Ask(exposure, notional, now);
        await SaveAsync();
        return decision;
    }

    public Task ReportAsync(TraderExposure exposure)
    {
        Hear(exposure);
        return _book.HasRules && _book.Take(exposure) ? SaveAsync() : Task.CompletedTask;
    }

    public Task<bool> ApplyServiceModeAsync(ServiceState service)
    {
        if (service.Epoch > _service.Epoch)
        {
            _service = service;
            Publish();
        }

        return TellAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => TellAsync();

    private async Task<KillSwitchStatus> TurnAsync(KillPositions? positions)
    {
        await ChangeAsync(
            () => positions != State.Kill, () => (State.Kill, State.KillSince) = (positions, time.GetUtcNow().ToUnixTimeMilliseconds()));
        return Describe();
    }

    // One change at a time, and nobody is told of it before it is durable.
    private async Task ChangeAsync(Func<bool> isChange, Action change)
    {
        await _change.WaitAsync();
        try
        {
            if (!isChange())
                return;
            // The reminder first: a crash behind the write then still reaches every trader.
            await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
            change();
            State.Version++;
            await SaveAsync();
            TakeStored();
        }
        finally
        {
            _change.Release();
        }

        try
        {
            await TellAsync().WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("{User}: {Count} traders have not confirmed yet", User, _pending.Count);
        }
    }

    // Tells all traders at the same time, and does not wait for a round that is under way: a trader may be holding that one up.
    private async Task<bool> TellAsync()
    {
        var (control, version) = (_control, _stored.Version);
        try
        {
            var traders = await GrainFactory.GetGrain<IUserGrain>(User).GetTradersAsync();
            if (control.Version != _control.Version)
                return false;
            if (_book.Keep(traders))
                await SaveAsync();
            _pending.Clear();
            _pending.UnionWith(traders);
            _listed = control.Version;
            var answers = await Task.WhenAll(traders.Select(t => TellAsync(t, control)));
            if (control.Version != _control.Version)
                return false;
            if (Array.TrueForAll(answers, static done => done))
            {
                await ConfirmAsync(version);
                return true;
            }
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User}: the traders could not be told; they are told again", User);
        }

        TellSoon(Retry);
        return false;
    }

    private async Task ConfirmAsync(long version)
    {
        if (State.Confirmed != version)
        {
            State.Confirmed = version;
            await SaveAsync();
        }

        // A change that is under way needs its reminder.
        if (_change.CurrentCount == 1 && await this.GetReminder(Reminder) is { } reminder && _change.CurrentCount == 1 && State.Confirmed == State.Version)
            await this.UnregisterReminder(reminder);
    }

    private async Task<bool> TellAsync(MarketSymbol symbol, TradingControl control)
    {
        try
        {
            var heard = _heard.GetValueOrDefault(symbol);
            var answer = await GrainFactory.GetGrain<ITraderGrain>(new TraderKey(User, symbol).ToString()).ControlAsync(control);
            // What the trader has said by itself meanwhile is not older than its answer.
            if (answer.Exposure is { } exposure && heard == _heard.GetValueOrDefault(symbol) && _book.HasRules && _book.Take(exposure))
                await SaveAsync();
            if (answer.IsDone && control.Version == _control.Version)
                _pending.Remove(symbol);
            return answer.IsDone;
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User}: the trader of {Symbol} has not taken its orders; it is told again", User, symbol);
            return false;
        }
    }

    private void TakeStored()
    {
        _stored = (State.Version, State.Kill, _book.HasRules, State.IsSuspended);
        Publish();
    }

    // Both parts of the version only ever rise, so the sum tells which of two controls is the newer one.
    private void Publish() => _control = new(
        _stored.Version + _service.Epoch,
        _stored.Kill is not null ? RiskRule.KillSwitch : _stored.IsSuspended ? RiskRule.UserSuspended : ServiceSwitch.RuleOf(_service.Mode),
        _stored.Kill == KillPositions.Flatten || _service.Mode == ServiceMode.KilledFlatten,
        _stored.HasRules);

    private void Hear(TraderExposure exposure) => _heard[exposure.Symbol] = _heard.GetValueOrDefault(exposure.Symbol) + 1;

    private void TellSoon(TimeSpan delay)
    {
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(_ => TellAsync(), new GrainTimerCreationOptions(delay, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
    }

    // Traders may be asked once more, after a crash for example, when all have confirmed long since.
    private KillSwitchStatus Describe() => State.Confirmed == State.Version
        ? new(State.Kill, State.KillSince, IsConfirmed: true, [])
        : new(State.Kill, State.KillSince, IsConfirmed: false, [.. _pending.OrderBy(s => s.ToString(), StringComparer.Ordinal)]);
}
