using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Accounts;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Tests.Grains.Risk;

/// <summary>Paper traders of several users on a market that moves when the test says so, in a process that can be stopped and killed.</summary>
public sealed class TradingFixture : IAsyncDisposable
{
    public static readonly string[] Symbols = ["spot:BTCUSDT", "spot:ETHUSDT", "usdm:SOLUSDT"];

    private static readonly TimeSpan Patience = GrainFixture.LosesEvents ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(1);

    private readonly List<string> _users = [];
    private GrainFixture _service = null!;

    public StepFeed Feed { get; } = new();

    public StallingStrategy Stalling { get; } = new();

    public ManualTimeProvider Time => _service.Time;

    public IServiceControlGrain Service => _service.Grains.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key);

    public static async Task<TradingFixture> StartAsync()
    {
        var fixture = new TradingFixture();
        fixture._service = await GrainFixture.StartAsync(fixture.Feed, configure: services =>
        {
            services.AddBinance(new(), MarketDataSource.Simulated);
            services.AddSingleton(new SecretVault(MasterKey.Create()));
            services.AddTrading(new(), new());
            services.AddSingleton(new StrategyCatalog([new HeikinAshiBreakoutPlugin(), fixture.Stalling]));
            services.AddSingleton<IJournal, NoJournal>();
        });
        return fixture;
    }

    public IUserRiskGrain RiskOf(string user) => _service.Grains.GetGrain<IUserRiskGrain>(user);

    public ITraderGrain Trader(string user, string symbol) => _service.Grains.GetGrain<ITraderGrain>($"{user}/{symbol}");

    public Task<TraderStatus[]> StatusesAsync(string user) => Task.WhenAll(Symbols.Select(s => Trader(user, s).GetStatusAsync()));

    public IPaperAccountGrain PaperAccount(string user) => _service.Grains.GetGrain<IPaperAccountGrain>(user);

    /// <summary>Makes a user with a running trader of each symbol.</summary>
    /// <param name="user">The user.</param>
    /// <param name="stalling">Of the strategy that can be made to stall.</param>
    /// <param name="isAwaited">Each minute waits until these traders have done with it.</param>
    public async Task AddUserAsync(string user, bool stalling = false, bool isAwaited = true)
    {
        if (isAwaited)
            _users.Add(user);
        await _service.Grains.GetGrain<IUserGrain>(user).CreateAsync(UserRole.Trader);
        foreach (var symbol in Symbols)
        {
            (await Trader(user, symbol).ConfigureAsync(new(
                CandleInterval.OneMinute, StrategySettings.Breakout("0", "0") with { Name = stalling ? Stalling.Name : StrategySettings.HeikinAshiBreakout },
                new(SizeKind.Quote, new(100 * Fixed8.Scale))))).Errors.ShouldBeEmpty();
            (await Trader(user, symbol).StartAsync()).Errors.ShouldBeEmpty();
        }
    }

    /// <summary>Lets minutes pass until what is asked for is so, at most a few hundred.</summary>
    public async Task NextUntilAsync(Func<Task<bool>> goal)
    {
        for (var minute = 0; minute < 300; minute++)
        {
            await NextAsync();
            if (await goal())
                return;
        }

        throw new TimeoutException("It has not come about in 300 minutes.");
    }

    /// <summary>A minute closes; completes when every trader has done with it.</summary>
    private async Task NextAsync()
    {
        var traders = (await Task.WhenAll(_users.Select(StatusesAsync))).SelectMany(static s => s).Where(NeedsCandles).ToList();
        var minute = await Feed.NextAsync();
        await Task.WhenAll(traders.Select(t => TakenAsync(t.UserId, t.Symbol.ToString(), minute)));
    }

    /// <summary>Completes when a trader has done with a minute, which a stream may bring later than the feed.</summary>
    public async Task TakenAsync(string user, string symbol, long minute)
    {
        try
        {
            await Poll.UntilAsync(() => Trader(user, symbol).GetStatusAsync(), s => s.Candle?.OpenTime >= minute, Patience);
        }
        catch (TimeoutException) when (GrainFixture.LosesEvents)
        {
            // What is lost comes with the next one.
            return;
        }

        // Its status shows it before the trader has acted on it; what runs alone comes after that.
        await _service.Grains.GetGrain<ITraderVenueGrain>(new TraderKey(user, MarketSymbol.Parse(symbol)).ToString()).OnVenueAsync();
    }

    /// <summary>Lets minutes pass and checks after each.</summary>
    public async Task NextAsync(int minutes, Func<Task> check)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            await NextAsync();
            await check();
        }
    }

    /// <summary>Moves the clock, but not the market, until what is asked for is so; leaves the work that each step sets off the time it takes.</summary>
    public async Task ClockUntilAsync(Func<Task<bool>> goal)
    {
        for (var step = 0; step < 20; step++)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(2); await Task.Yield())
            {
                if (await goal())
                    return;
            }
        }

        throw new TimeoutException($"It has not come about by {Time.GetUtcNow():O}.");
    }

    public Task StopAsync() => _service.StopAsync();

    public Task KillAsync() => _service.KillAsync();

    public async Task StartAgainAsync() => await _service.StartAgainAsync();

    /// <summary>Opens the feeds again, as the service does at its start.</summary>
    public Task ResumeAsync() => Task.WhenAll(Symbols.Select(s =>
        _service.Grains.GetGrain<IMarketDataFeedGrain>($"{s}/1m").ReconcileAsync()));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private static bool NeedsCandles(TraderStatus status) =>
        status is { RunState: not TraderRunState.Stopped } or { Phase: "Long" } or { EntryOrder: not null } or { ExitOrder: not null };

    private sealed class NoJournal : IJournal
    {
        public Task WriteAsync(TraderKey trader, IReadOnlyList<JournalEntry> entries) => Task.CompletedTask;

        public Task WriteAsync(string userId, IReadOnlyList<ExchangeEntry> entries) => Task.CompletedTask;
    }
}
