using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBot.Grains.Trading.Risk;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Trading.Risk;

/// <summary>What a trader's gate knows by itself, and whom it asks.</summary>
public sealed class EntryGateTests
{
    private static readonly TraderExposure Nothing = new(new(MarketType.Spot, "BTCUSDT"), TradingMode.Paper, "USDT", default, 0, default, default);
    private static readonly TraderExposure Something = Nothing with { Notional = Fixed8.One };

    private readonly UserStub _user = new();
    private readonly ServiceStub _service = new();
    private readonly ServiceSwitch _local = new();
    private readonly EntryGate _gate;

    public EntryGateTests() => _gate = new(_user, _service, _local, NullLogger.Instance);

    [Fact]
    public async Task A_user_without_rules_is_asked_once_for_what_holds_and_never_for_an_entry()
    {
        for (var i = 0; i < 3; i++)
        {
            (await AskAsync()).IsAllowed.ShouldBeTrue();
            await _gate.ReportAsync(Something);
        }

        (_user.Pulls, _user.Asks, _user.Told.Count, _service.Reads).ShouldBe((1, 0, 0, 1));
    }

    [Fact]
    public async Task The_services_mode_holds_at_once_without_asking_anybody()
    {
        (await AskAsync()).IsAllowed.ShouldBeTrue();
        _local.Set(new(ServiceMode.KilledKeep, 1));
        (await AskAsync()).Rule.ShouldBe(RiskRule.ServiceKillSwitch);
        _gate.BlockedBy.ShouldBe(RiskRule.ServiceKillSwitch);
        _local.Set(new(ServiceMode.Normal, 2));
        (await AskAsync()).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_new_process_reads_the_mode_before_the_first_entry()
    {
        _service.State = new(ServiceMode.EntriesPaused, 3);
        (await AskAsync()).Rule.ShouldBe(RiskRule.ServicePaused);
        _local.BlockedBy.ShouldBe(RiskRule.ServicePaused);
    }

    [Fact]
    public async Task What_is_older_is_not_obeyed()
    {
        _gate.Obey(new(5, RiskRule.KillSwitch, Flatten: true));
        _gate.Obey(new(4));
        (_gate.BlockedBy, _gate.Flatten).ShouldBe((RiskRule.KillSwitch, true));
        (await AskAsync()).Rule.ShouldBe(RiskRule.KillSwitch);
        _user.Pulls.ShouldBe(0);
        _gate.Obey(new(6));
        (await AskAsync()).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Forgotten_it_is_pulled_anew()
    {
        await AskAsync();
        _user.Control = new(1, RiskRule.KillSwitch);
        (await AskAsync()).IsAllowed.ShouldBeTrue();
        _gate.Forget();
        (await AskAsync()).Rule.ShouldBe(RiskRule.KillSwitch);
    }

    [Fact]
    public async Task Where_there_are_rules_each_entry_is_asked_for_and_each_change_is_told_once()
    {
        _user.Control = new(1, AskFirst: true);
        _user.Decision = new(RiskRule.UserOpenPositions);
        (await AskAsync()).Rule.ShouldBe(RiskRule.UserOpenPositions);
        await _gate.ReportAsync(Nothing);
        await _gate.ReportAsync(Nothing);
        _user.Told.ShouldBe([Nothing]);
        _user.Decision = RiskDecision.Allowed;
        (await AskAsync()).IsAllowed.ShouldBeTrue();
        await _gate.ReportAsync(Nothing);
        _user.Told.ShouldBe([Nothing, Nothing], "what was allowed is held until it is told otherwise");
    }

    [Fact]
    public async Task Where_nobody_can_answer_there_is_no_entry_and_what_could_not_be_told_is_told_later()
    {
        _user.Control = new(1, AskFirst: true);
        await _gate.ReportAsync(Nothing);
        _user.Failure = new TimeoutException();
        (await AskAsync()).Rule.ShouldBe(RiskRule.NotKnown);
        await _gate.ReportAsync(Something);
        _user.Failure = null;
        await _gate.ReportAsync(Something);
        _user.Told.ShouldBe([Nothing, Something]);
    }

    private Task<RiskDecision> AskAsync() => _gate.AskAsync(Nothing, Fixed8.One, 0);

    private sealed class UserStub : IUserRiskGrain
    {
        public TradingControl Control { get; set; } = new(0);

        public RiskDecision Decision { get; set; }

        public Exception? Failure { get; set; }

        public int Pulls { get; private set; }

        public int Asks { get; private set; }

        public List<TraderExposure> Told { get; } = [];

        public Task<TradingControl> GetControlAsync()
        {
            Pulls++;
            return Answer(Control);
        }

        public Task<RiskDecision> AskAsync(TraderExposure exposure, Fixed16 notional, long now)
        {
            Asks++;
            return Answer(Decision);
        }

        public Task ReportAsync(TraderExposure exposure)
        {
            if (Failure is null)
                Told.Add(exposure);
            return Answer(0);
        }

        public Task<UserRiskView> GetAsync() => throw new InvalidOperationException();

        public Task<ImmutableArray<ValidationError>> SetLimitsAsync(UserRiskLimits limits) => throw new InvalidOperationException();

        public Task ResetDrawdownAsync() => throw new InvalidOperationException();

        public Task<KillSwitchStatus> GetKillSwitchAsync() => throw new InvalidOperationException();

        public Task<KillSwitchStatus> KillAsync(KillPositions positions) => throw new InvalidOperationException();

        public Task<KillSwitchStatus> ReleaseAsync() => throw new InvalidOperationException();

        public Task SuspendAsync(bool suspended) => throw new NotSupportedException();

        public Task<bool> ApplyServiceModeAsync(ServiceState service) => throw new InvalidOperationException();

        private Task<T> Answer<T>(T answer) => Failure is null ? Task.FromResult(answer) : Task.FromException<T>(Failure);
    }

    private sealed class ServiceStub : IServiceControlGrain
    {
        public ServiceState State { get; set; }

        public int Reads { get; private set; }

        public Task<ServiceState> GetStateAsync()
        {
            Reads++;
            return Task.FromResult(State);
        }

        public Task<ServiceStatus> GetStatusAsync() => throw new InvalidOperationException();

        public Task<ServiceStatus?> SetModeAsync(ServiceMode mode, string by) => throw new InvalidOperationException();

        public Task<ServiceStatus> KillAsync(KillPositions positions, string by) => throw new InvalidOperationException();

        public Task<ServiceStatus> ReleaseAsync(string by) => throw new InvalidOperationException();
    }
}
