using TradingBot.Chats;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Conversations;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.MarketData;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary><c>/settings</c>: in one line, or question by question. What is left as it was keeps its value.</summary>
internal sealed class SettingsCommands : ICommandGroup, IDialogue
{
    private const string Symbol = "symbol", Interval = "interval", Quantity = "quantity", Buy = "buyOffset", Sell = "sellOffset", Leverage = "leverage", Confirm = "confirm";
    private const string Save = "save";

    private static readonly string[] UsualIntervals = ["1m", "5m", "15m", "1h", "4h", "1d"];

    public string Name => "settings";

    public IEnumerable<BotCommand> Commands =>
    [
        new("settings", $"[symbol] or {SettingsText.Form}", "Sets how a symbol is traded", $"/settings {SettingsText.Example}", SettingsAsync, IsChange: true),
    ];

    public async Task<Reply> AnswerAsync(CommandContext context, ChatDialogue dialogue)
    {
        var text = context.Text.Trim();
        try
        {
            switch (dialogue.Step)
            {
                case Interval:
                    return Ask(dialogue, Quantity, SettingsText.ReadInterval(text).ToString());
                case Quantity:
                    return Ask(dialogue, Buy, SettingsText.Quantity(SettingsText.ReadQuantity(text)));
                case Buy:
                    return Ask(dialogue, Sell, SettingsText.ReadOffset(Buy, text).ToString());
                case Sell:
                    var isSpot = TraderArguments.ReadSymbol(dialogue.Answers[Symbol]).Market == MarketType.Spot;
                    return Ask(dialogue, isSpot ? Confirm : Leverage, SettingsText.ReadOffset(Sell, text).ToString());
                case Leverage:
                    return Ask(dialogue, Confirm, SettingsText.ReadLeverage(text).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        catch (RequestException e)
        {
            // The question stays open.
            return Reply.Wrong($"{e.Errors[0]} Try again, or /cancel.");
        }

        if (text != Save)
            return Reply.Wrong("Press Save, or /cancel.");
        var (symbol, settings) = SettingsText.Read(LineOf(dialogue));
        return await ApplyAsync(context, symbol, settings);
    }

    private static async Task<Reply> SettingsAsync(CommandContext context)
    {
        if (context.Text.Contains(',', StringComparison.Ordinal))
        {
            var (symbol, settings) = SettingsText.Read(context.Text);
            return await ApplyAsync(context, symbol, settings);
        }

        var (key, question) = await TraderArguments.ChooseAsync(context, "/settings", context.Word(0));
        if (question is not null)
            return question;
        var current = (await context.Trader(key!.Value).GetStatusAsync()).Settings;
        var now = current is null ? "" : $"\nNow: {Code(SettingsText.Line(key.Value.Symbol, current))}\nOr send them in one line: {Code("/settings " + SettingsText.Form)}";
        var asked = Ask(new("settings", Symbol, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty), Interval, key.Value.Symbol.ToString());
        return asked with { Html = $"{Bold($"Settings of {key.Value.Symbol}")}{now}\n\n{asked.Html}" };
    }

    // Mode, strategy of another kind, and risk rules are not part of the line: they stay.
    private static async Task<Reply> ApplyAsync(CommandContext context, MarketSymbol symbol, TraderSettings settings)
    {
        var trader = context.Trader((await TraderArguments.ChooseAsync(context, "/settings", symbol.ToString())).Trader!.Value);
        if ((await trader.GetStatusAsync()).Settings is { } before)
            settings = settings with { Mode = before.Mode, Risk = before.Risk };
        var status = TraderCommands.OrThrow(await trader.ConfigureAsync(settings));
        var when = status.PendingSettings is null ? "are in force" : "take effect at the next close; an open position keeps its stop";
        return new Reply($"The settings of {Bold(symbol.ToString())} {when}:\n{Code(SettingsText.Line(symbol, settings))}") { KeepsDialogue = false }
            .With(new("🧪 Backtest", $"/backtest {symbol}"), new ReplyButton("📈 Status", $"/status {symbol}"));
    }

    private static Reply Ask(ChatDialogue dialogue, string step, string answer)
    {
        var next = dialogue with { Step = step, Answers = dialogue.Answers.SetItem(dialogue.Step, answer) };
        var reply = step switch
        {
            Interval => Reply.Of("Which candles? Choose, or write another interval.").WithChoices(UsualIntervals.Select(Choice), 3),
            Quantity => Reply.Of($"How much an entry? Write {SettingsText.QuantityForms}.").WithChoices(((string[])["50$", "5%", "10%"]).Select(Choice), 3),
            Buy => Reply.Of("How far above the Heikin Ashi high may an entry fill, in the quote asset? 0 and more, like 10."),
            Sell => Reply.Of("How far below the Heikin Ashi low is the stop, in the quote asset? 0 and more, like 10."),
            Leverage => Reply.Of("Which leverage? 1 to 125.").WithChoices(((string[])["1", "2", "5"]).Select(Choice), 3),
            _ => new Reply($"Save these?\n{Code(LineOf(next))}").With(new ReplyButton("💾 Save", Save)),
        };
        return reply.With(new ReplyButton("✖️ Cancel", "/cancel")) with { Dialogue = next, KeepsDialogue = false };

        static ReplyButton Choice(string text) => new(text, text);
    }

    private static string LineOf(ChatDialogue d) => string.Join(
        ',', ((string[])[Interval, Symbol, Quantity, Buy, Sell, Leverage]).Select(k => d.Answers.GetValueOrDefault(k, "")).Where(static a => a.Length > 0));
}
