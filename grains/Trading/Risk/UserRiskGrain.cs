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
    : Grain, IUserRiskGrain, IRemindable
{
    /// <summary>How long a command waits for the traders.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long until those that have not confirmed are asked again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private const string Reminder = "tell-traders";
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<MarketSymbol> _pending = [];
    private readonly Dictionary<MarketSymbol, int> _heard = [];
    private UserRiskBook _book = null!;
    private SerialWriter _writer = null!;
    private ServiceState _service;
    private IGrainTimer? _timer;
    private int _changing;
    private long _listed = -1;

    private string User => this.GetPrimaryKeyString();

    private UserRiskState State => state.State;

    // Both parts only ever rise, so the sum tells which of two controls is the newer one.
    private TradingControl Control => new(State.Version + _service.Epoch, BlockedBy, Flattens, _book.HasRules);

    private RiskRule BlockedBy => State.Kill is not null ? RiskRule.KillSwitch : ServiceSwitch.RuleOf(_service.Mode);

    private bool Flattens => State.Kill == KillPositions.Flatten || _service.Mode == ServiceMode.KilledFlatten;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new(State);
        _writer = new(state.WriteStateAsync);
        _service = await GrainFactory.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key).GetStateAsync();

        // A crash may have come before all were told; and what traders hold is learnt anew, so that nothing stays held for nobody.
        if (State.Confirmed == State.Version)
            _listed = Control.Version;
        if (State.Confirmed != State.Version || _book.HasRules)
            TellSoon(TimeSpan.Zero);
    }

    public Task<UserRiskView> GetAsync() => Task.FromResult(new UserRiskView(State.Limits, _book.Sums()));

    public async Task<ImmutableArray<ValidationError>> SetLimitsAsync(UserRiskLimits limits)
    {
        var errors = RiskLimitsValidator.Validate(limits);
        if (!errors.IsEmpty || limits == State.Limits)
            return errors;
        await ChangeAsync(() => State.Limits = limits);
        return [];
    }

    public Task ResetDrawdownAsync()
    {
        _book.ResetDrawdown();
        return SaveAsync();
    }

    public Task<KillSwitchStatus> GetKillSwitchAsync() => Task.FromResult(Describe());

    public Task<KillSwitchStatus> KillAsync(KillPositions positions) => TurnAsync(positions);

    public Task<KillSwitchStatus> ReleaseAsync() => TurnAsync(null);

    public Task<TradingControl> GetControlAsync() => Task.FromResult(Control);

    public async Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now)
    {
        if (BlockedBy != RiskRule.None)
            return new(BlockedBy);
        if (!_book.HasRules)
            return RiskDecision.Allowed;
        // The rules are new, and others may have more at stake than is known.
        if (_listed != Control.Version || _pending.Any(s => s != exposure.Symbol && !_book.Knows(s)))
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
            _service = service;
        return TellAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => TellAsync();

    private async Task<KillSwitchStatus> TurnAsync(KillPositions? positions)
    {
        if (positions != State.Kill)
            await ChangeAsync(() => (State.Kill, State.KillSince) = (positions, time.GetUtcNow().ToUnixTimeMilliseconds()));
        return Describe();
    }

    // The reminder first: a crash behind the write then still reaches every trader.
    private async Task ChangeAsync(Action change)
    {
        _changing++;
        try
        {
            await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);
            change();
            State.Version++;
            await SaveAsync();
        }
        finally
        {
            _changing--;
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
        var control = Control;
        try
        {
            var traders = await GrainFactory.GetGrain<IUserGrain>(User).GetTradersAsync();
            if (control.Version != Control.Version)
                return false;
            if (_book.Keep(traders))
                await SaveAsync();
            _pending.Clear();
            _pending.UnionWith(traders);
            _listed = control.Version;
            var answers = await Task.WhenAll(traders.Select(t => TellAsync(t, control)));
            if (control.Version != Control.Version)
                return false;
            if (Array.TrueForAll(answers, static done => done))
            {
                await ConfirmAsync();
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

    private async Task ConfirmAsync()
    {
        if (State.Confirmed != State.Version)
        {
            State.Confirmed = State.Version;
            await SaveAsync();
        }

        if (_changing == 0 && await this.GetReminder(Reminder) is { } reminder && _changing == 0)
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
            if (answer.IsDone && control.Version == Control.Version)
                _pending.Remove(symbol);
            return answer.IsDone;
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{User}: the trader of {Symbol} has not taken its orders; it is told again", User, symbol);
            return false;
        }
    }

    private void Hear(TraderExposure exposure) => _heard[exposure.Symbol] = _heard.GetValueOrDefault(exposure.Symbol) + 1;

    private void TellSoon(TimeSpan delay)
    {
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(_ => TellAsync(), new GrainTimerCreationOptions(delay, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
    }

    private KillSwitchStatus Describe() => new(
        State.Kill, State.KillSince, State.Confirmed == State.Version, [.. _pending.OrderBy(s => s.ToString(), StringComparer.Ordinal)]);

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
