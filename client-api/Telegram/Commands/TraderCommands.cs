using TradingBot.Accounts;
using TradingBot.Catalog;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.ClientApi.Traders;
using TradingBot.MarketData;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>A user's traders: made, looked at, started, stopped, removed.</summary>
internal sealed class TraderCommands : ICommandGroup
{
    private const string Now = "now";
    private const string Yes = "yes";
    private const int ShownSymbols = 40;

    public IEnumerable<BotCommand> Commands =>
    [
        new("status", "[symbol]", "Shows how trading stands", "/status BTCUSDT", StatusAsync),
        new("symbols", "[part of a name]", "Lists your symbols, and those there are", "/symbols ETH", SymbolsAsync),
        new("add", "symbol", "Adds a symbol to trade", "/add BTCUSDT", AddAsync, IsChange: true),
        new("remove", "[symbol]", "Takes a stopped symbol off your list", "/remove BTCUSDT", RemoveAsync, IsChange: true),
        new("start_bot", "[symbol]", "Starts trading", "/start_bot BTCUSDT", StartAsync, IsChange: true),
        new("stop_bot", "[symbol]", "Ends entries and trailing; a position keeps its stop", "/stop_bot BTCUSDT", c => CommandAsync(c, "/stop_bot", "Stopped", static t => t.StopAsync()), IsChange: true),
        new("pause", "[symbol]", "Ends entries; a position is managed to its exit", "/pause BTCUSDT", c => CommandAsync(c, "/pause", "Paused", static t => t.PauseAsync()), IsChange: true),
        new("resume", "[symbol]", "Takes up entries again", "/resume BTCUSDT", c => CommandAsync(c, "/resume", "Resumed", static t => t.ResumeAsync()), IsChange: true),
        new("flatten", "[symbol]", "Sells the position now, after you confirm it", "/flatten BTCUSDT", FlattenAsync, IsChange: true),
        new("mode", "[symbol] [paper|testnet|demo|live]", "Chooses play money or an exchange", "/mode BTCUSDT paper", ModeAsync, IsChange: true),
        new("positions", "", "Lists open positions", "/positions", PositionsAsync),
    ];

    /// <summary>What a trader's answer is, shown.</summary>
    /// <exception cref="RequestException">It was refused.</exception>
    public static TraderStatus OrThrow(TraderResult result) =>
        result.Succeeded ? result.Status : throw (BillingAnswers.PaymentRequired(result.Errors) ?? RequestException.Conflict(result.Errors[0].ToString(), result.Errors));

    private static async Task<Reply> StatusAsync(CommandContext context)
    {
        if (context.Words.Length > 0)
        {
            var (trader, question) = await TraderArguments.ChooseAsync(context, "/status", context.Word(0));
            return question ?? Shown(await context.Trader(trader!.Value).GetStatusAsync(), context);
        }

        var all = await StatusesAsync(context);
        return all switch
        {
            [] => Reply.Of("You have no trader yet. /add BTCUSDT makes one."),
            [var only] => Shown(only, context),
            _ => new Reply(string.Join('\n', all.Select(TraderText.Line))).WithChoices(all.Select(static s => new ReplyButton(s.Symbol.ToString(), $"/status {s.Symbol}")), 2),
        };
    }

    private static async Task<Reply> SymbolsAsync(CommandContext context)
    {
        var mine = await context.Mine<IUserGrain>().GetTradersAsync();
        var part = context.Word(0).ToUpperInvariant();
        var all = (await context.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetSymbolsAsync())
            .Where(s => s.IsTrading && s.Id.ToString().Contains(part, StringComparison.OrdinalIgnoreCase)).Select(static s => s.Id.ToString()).Order(StringComparer.Ordinal).ToList();
        var yours = mine.IsEmpty ? "none yet; /add BTCUSDT" : string.Join(", ", mine);
        var more = all.Count > ShownSymbols ? $" and {all.Count - ShownSymbols} more; /symbols and a part of the name narrows them" : "";
        return new($"{Bold("Yours")}: {Escape(yours)}\n{Bold("To choose from")}: {Escape(all.Count == 0 ? "none of that name" : string.Join(", ", all.Take(ShownSymbols)) + more)}");
    }

    private static async Task<Reply> AddAsync(CommandContext context)
    {
        if (context.Words.Length != 1)
            return Reply.Wrong("Which symbol? Write /add BTCUSDT for spot, /add usdm:BTCUSDT for futures.");
        var symbol = TraderArguments.ReadSymbol(context.Word(0));
        if (await context.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).FindSymbolAsync(symbol) is not { IsTrading: true })
            return Reply.Wrong($"{symbol} cannot be traded here. /symbols {symbol.Symbol[..Math.Min(3, symbol.Symbol.Length)]} shows what can.");
        var user = context.Mine<IUserGrain>();
        if ((await user.GetTradersAsync()).Contains(symbol))
            return Reply.Of($"You have {symbol} already. /status {symbol} shows it.");
        // It trades nothing yet, so that a plan's limit is told here, and the settings are a beginning to change.
        var trader = context.Trader(new(context.User.Id, symbol));
        var status = await trader.GetStatusAsync();
        OrThrow(await trader.ConfigureAsync(status.Settings ?? Beginning));
        return new Reply($"{Bold(symbol.ToString())} is added, on paper, with settings to begin with:\n{Code(SettingsText.Line(symbol, status.Settings ?? Beginning))}")
            .With(new("⚙️ Settings", $"/settings {symbol}"), new("🧪 Backtest", $"/backtest {symbol}"))
            .With(new ReplyButton("▶️ Start", $"/start_bot {symbol}"));
    }

    private static TraderSettings Beginning => SettingsText.Read(SettingsText.Example).Settings;

    private static async Task<Reply> RemoveAsync(CommandContext context)
    {
        var (key, question) = await TraderArguments.ChooseAsync(context, "/remove", context.Word(0));
        if (question is not null)
            return question;
        TraderRemoval.ThrowIfBusy(await context.Trader(key!.Value).GetStatusAsync());
        await context.Mine<IUserGrain>().RemoveTraderAsync(key.Value.Symbol);
        return Reply.Of($"{key.Value.Symbol} is off your list; its records stay.");
    }

    private static async Task<Reply> StartAsync(CommandContext context)
    {
        var (key, question) = await TraderArguments.ChooseAsync(context, "/start_bot", context.Word(0));
        if (question is not null)
            return question;
        var trader = context.Trader(key!.Value);
        var status = await trader.GetStatusAsync();
        if (status.Settings is { } settings && status is { RunState: TraderRunState.Stopped, Totals.Trades: 0, Candle: null } && context.Word(1) != Now)
        {
            return new Reply($"{Bold(status.Symbol.ToString())} has never traded. You may want to see first how its settings would have done:\n{Code(SettingsText.Line(status.Symbol, settings))}, {EnumNames.Of(settings.Mode)}")
                .With(new("🧪 Backtest", $"/backtest {status.Symbol}"), new("▶️ Start now", $"/start_bot {status.Symbol} {Now}"));
        }

        return Shown(OrThrow(await trader.StartAsync()), context, "Started. ");
    }

    private static async Task<Reply> FlattenAsync(CommandContext context)
    {
        var (key, question) = await TraderArguments.ChooseAsync(context, "/flatten", context.Word(0));
        if (question is not null)
            return question;
        var trader = context.Trader(key!.Value);
        if (context is { IsPress: true } && context.Word(1) == Yes)
            return Shown(OrThrow(await trader.FlattenAsync()), context, "Flattened. ");
        var status = await trader.GetStatusAsync();
        return status.EntryPrice.IsZero && status.EntryOrder is null
            ? Reply.Of($"{status.Symbol} has no position and no order.")
            : new Reply($"Sell all of {Bold(status.Symbol.ToString())} at market now, and cancel its entry order?\n{TraderText.Line(status)}")
                .With(new("Yes, sell now", $"/flatten {status.Symbol} {Yes}"), new("No", $"/status {status.Symbol}"));
    }

    private static async Task<Reply> ModeAsync(CommandContext context)
    {
        // The symbol may be left out where there is only one.
        var first = EnumNames.TryParse(context.Word(0).ToLowerInvariant(), out TradingMode _) ? "" : context.Word(0);
        var word = (first.Length == 0 ? context.Word(0) : context.Word(1)).ToLowerInvariant();
        var (key, question) = await TraderArguments.ChooseAsync(context, "/mode", first, word);
        if (question is not null)
            return question;
        var trader = context.Trader(key!.Value);
        var status = await trader.GetStatusAsync();
        if (status.Settings is not { } settings)
            return Reply.Wrong($"{key.Value.Symbol} has no settings yet. /settings {key.Value.Symbol} sets them.");
        if (word.Length == 0)
        {
            return Reply.Of($"{status.Symbol} trades on {EnumNames.Of(settings.Mode)}. Choose:")
                .WithChoices(Enum.GetValues<TradingMode>().Select(m => new ReplyButton(EnumNames.Of(m), $"/mode {status.Symbol} {EnumNames.Of(m)}")), 2);
        }

        if (!EnumNames.TryParse(word, out TradingMode mode))
            return Reply.Wrong($"'{word}' is no mode; one of {string.Join(", ", EnumNames.Of(typeof(TradingMode)))}.");
        if (mode == TradingMode.Live && settings.Mode != mode && !(context.IsPress && context.Word(2) == Yes))
        {
            return new Reply($"{Bold("Live trades with real money.")} Shall {status.Symbol} trade live?")
                .With(new("Yes, with real money", $"/mode {status.Symbol} live {Yes}"), new("No", $"/status {status.Symbol}"));
        }

        return Shown(OrThrow(await trader.ConfigureAsync(settings with { Mode = mode })), context, "Done. ");
    }

    private static async Task<Reply> PositionsAsync(CommandContext context)
    {
        var open = (await StatusesAsync(context)).Where(static s => !s.EntryPrice.IsZero).ToList();
        if (open.Count == 0)
            return Reply.Of("No position is open.");
        var cards = open.Select(s => $"{Bold(s.Symbol.ToString())} {EnumNames.Of(s.Settings!.Mode)}\n" + Facts(
            ("Held", s.Held.ToString()), ("Entry", s.EntryPrice.ToString()), ("Stop", s.Stop.IsZero ? "none yet" : s.Stop.ToString()), ("PnL", TraderText.Signed(s.UnrealisedPnl))));
        return new Reply(string.Join('\n', cards)).WithChoices(open.Select(static s => new ReplyButton($"Sell {s.Symbol}", $"/flatten {s.Symbol}")), 2);
    }

    private static async Task<Reply> CommandAsync(CommandContext context, string command, string done, Func<ITraderGrain, Task<TraderResult>> act)
    {
        var (key, question) = await TraderArguments.ChooseAsync(context, command, context.Word(0));
        return question ?? Shown(OrThrow(await act(context.Trader(key!.Value))), context, done + ". ");
    }

    private static async Task<TraderStatus[]> StatusesAsync(CommandContext context) =>
        await Task.WhenAll((await context.Mine<IUserGrain>().GetTradersAsync()).Select(s => context.Trader(new(context.User.Id, s)).GetStatusAsync()));

    private static Reply Shown(TraderStatus status, CommandContext context, string done = "")
    {
        var reply = new Reply(done + TraderText.Full(status, context));
        ReplyButton refresh = new("🔄", $"/status {status.Symbol}"), settings = new("⚙️ Settings", $"/settings {status.Symbol}");
        reply = status.RunState == TraderRunState.Running
            ? reply.With(refresh, new("⏸ Pause", $"/pause {status.Symbol}"), new("⏹ Stop", $"/stop_bot {status.Symbol}"))
            : reply.With(refresh, new("▶️ Start", status.RunState == TraderRunState.Paused ? $"/resume {status.Symbol}" : $"/start_bot {status.Symbol}"), settings);
        return status.EntryPrice.IsZero ? reply : reply.With(new ReplyButton("Sell now", $"/flatten {status.Symbol}"));
    }
}
