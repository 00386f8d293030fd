using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Exchange;
using TradingBot.Exchange.Binance;
using TradingBot.ExchangeAccounts;
using TradingBot.Grains.Storage;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Grains.ExchangeAccounts;

/// <summary>Keeps a user's sealed keys of one venue, has them checked before they are stored and daily, and tells the traders.</summary>
public sealed class ExchangeAccountGrain(
    [PersistentState("exchange-account", "grains")] IPersistentState<ExchangeAccountState> state,
    BinanceTrading binance,
    TimeProvider time,
    ILogger<ExchangeAccountGrain> logger) : StoredGrain<ExchangeAccountState>(state), IExchangeAccountGrain, IRemindable
{
    private const string Recheck = "recheck";

    // Every hour, so that a check which Binance did not answer is not put off by a day.
    private static readonly TimeSpan RecheckPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestUnchecked = TimeSpan.FromDays(1);

    private ExchangeAccountKey _account;

    private Dictionary<MarketType, StoredKey> Keys => State.Keys;

    private IUserGrain User => GrainFactory.GetGrain<IUserGrain>(_account.UserId);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _account = ExchangeAccountKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<ExchangeAccountResult> SetKeyAsync(SealedExchangeKey key, MarketType? market)
    {
        var checkedKeys = new Dictionary<MarketType, StoredKey>();
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        var isUnreachable = false;
        foreach (var one in market is { } only ? [only] : Enum.GetValues<MarketType>())
        {
            var stored = await CheckAsync(one, new(key.Secret, new(one, key.Type, key.LastFour, KeyVerdictKind.Unknown, [], false, null, 0)));
            if (stored.View.MayTrade(_account.Venue))
                checkedKeys.Add(one, stored);
            else
                errors.AddRange(stored.View.Problems.Select(p => new ValidationError("apiKey", $"{NameOf(one)}: {p}")));
            isUnreachable |= stored.View.Verdict == KeyVerdictKind.Unknown;
        }

        if (checkedKeys.Count == 0)
            return Result(isUnreachable ? ExchangeAccountOutcome.VenueUnreachable : ExchangeAccountOutcome.KeyRefused, errors.ToImmutable());
        // The reminder first: a key that is stored is checked.
        await this.RegisterOrUpdateReminder(Recheck, RecheckPeriod, RecheckPeriod);
        foreach (var (one, stored) in checkedKeys)
            Keys[one] = stored;
        await SaveAsync();
        await TellTradersAsync();
        return Result(ExchangeAccountOutcome.Done, errors.ToImmutable());
    }

    public async Task<ExchangeAccountResult> RemoveKeysAsync()
    {
        var open = ImmutableArray.CreateBuilder<ValidationError>();
        foreach (var (symbol, status) in await TradersAsync())
        {
            if (status is not { Phase: not "Long", EntryOrder: null, ExitOrder: null, InFlight: "" })
                open.Add(new("venue", $"the trader of {symbol} has a position or an order; stop and flatten it first."));
        }

        if (open.Count > 0)
            return Result(ExchangeAccountOutcome.InUse, open.ToImmutable());
        if (Keys.Count > 0)
        {
            Keys.Clear();
            await SaveAsync();
        }

        if (await this.GetReminder(Recheck) is { } reminder)
            await this.UnregisterReminder(reminder);
        await TellTradersAsync();
        return Result(ExchangeAccountOutcome.Done, []);
    }

    public Task<ImmutableArray<ExchangeKeyView>> GetAsync() => Task.FromResult(Views());

    public async Task<TradingAccess?> GetAccessAsync(MarketType market) =>
        Keys.TryGetValue(market, out var key) ? new(await CredentialsAsync(key), key.View) : null;

    public async Task<AccountBalances> GetBalancesAsync()
    {
        try
        {
            return new(await ReadBalancesAsync(MarketType.Spot), await ReadBalancesAsync(MarketType.Usdm), null);
        }
        catch (VenueUnavailableException e)
        {
            return new([], [], e.Message);
        }
    }

    public Task CheckAsync() => CheckAsync(olderThan: TimeSpan.Zero);

    public Task ReceiveReminder(string reminderName, TickStatus status) => CheckAsync(LongestUnchecked);

    private async Task CheckAsync(TimeSpan olderThan)
    {
        var due = Keys.Where(k => Now - k.Value.View.CheckedAt >= (long)olderThan.TotalMilliseconds).ToArray();
        if (due.Length == 0)
            return;
        foreach (var (market, key) in due)
            Keys[market] = await CheckAsync(market, key);
        await SaveAsync();
        await TellTradersAsync();
    }

    // A check that Binance did not answer says nothing: what was known stays.
    private async Task<StoredKey> CheckAsync(MarketType market, StoredKey key)
    {
        var verdict = await binance.CheckAsync(await CredentialsAsync(key), market);
        if (verdict.Kind == KeyVerdictKind.Unknown && key.View.CheckedAt > 0)
        {
            logger.LogWarning("{Account}: the key for {Market} could not be checked: {Problems}", _account, market, string.Join(' ', verdict.Problems));
            return key;
        }

        if (key.View.CheckedAt > 0 && verdict.Kind != key.View.Verdict)
            logger.LogWarning("{Account}: the key for {Market} was {Old} and is {New} now", _account, market, key.View.Verdict, verdict.Kind);
        return new(key.Secret, key.View with
        {
            Verdict = verdict.Kind, Problems = [.. verdict.Problems], IsBoundToAddress = verdict.IsBoundToAddress,
            TradingEnds = verdict.TradingEnds?.ToUnixTimeMilliseconds(), CheckedAt = Now,
        });
    }

    private async Task<ImmutableArray<AssetBalance>> ReadBalancesAsync(MarketType market) =>
        Keys.TryGetValue(market, out var key) ? await binance.ReadBalancesAsync(await CredentialsAsync(key), market) : [];

    private async Task<SealedCredentials> CredentialsAsync(StoredKey key) => new(_account, await User.GetDataKeyAsync(), key.Secret);

    private async Task<List<(MarketSymbol Symbol, TraderStatus Status)>> TradersAsync()
    {
        var traders = new List<(MarketSymbol, TraderStatus)>();
        foreach (var symbol in await User.GetTradersAsync())
        {
            var status = await GrainFactory.GetGrain<ITraderGrain>(new TraderKey(_account.UserId, symbol).ToString()).GetStatusAsync();
            if (status.Settings?.Mode == _account.Venue)
                traders.Add((symbol, status));
        }

        return traders;
    }

    private async Task TellTradersAsync()
    {
        foreach (var (symbol, _) in await TradersAsync())
        {
            // Not awaited: a trader may be asking for the key right now, or be busy at a venue that does not answer.
            _ = TellAsync(new(_account.UserId, symbol));
        }
    }

    private async Task TellAsync(TraderKey trader)
    {
        try
        {
            await GrainFactory.GetGrain<ITraderVenueGrain>(trader.ToString()).OnKeysAsync();
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "{Trader} could not be told that its key has changed", trader);
        }
    }

    private ExchangeAccountResult Result(ExchangeAccountOutcome outcome, ImmutableArray<ValidationError> errors) => new(outcome, Views(), errors);

    private ImmutableArray<ExchangeKeyView> Views() => [.. Keys.OrderBy(k => k.Key).Select(k => k.Value.View)];

    private static string NameOf(MarketType market) => market == MarketType.Spot ? "spot" : "USDⓈ-M";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
