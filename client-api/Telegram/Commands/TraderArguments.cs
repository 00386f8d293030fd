using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>Reads which symbol or trader is meant.</summary>
internal static class TraderArguments
{
    /// <summary>A symbol as people type it: <c>BTCUSDT</c>, <c>btcusdt</c>, <c>usdm:BTCUSDT</c>.</summary>
    public static bool TryReadSymbol(string text, out MarketSymbol symbol)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return MarketSymbol.TryParse(
            colon < 0 ? $"spot:{text.ToUpperInvariant()}" : $"{text[..colon].ToLowerInvariant()}:{text[(colon + 1)..].ToUpperInvariant()}", out symbol);
    }

    /// <exception cref="RequestException">It is none.</exception>
    public static MarketSymbol ReadSymbol(string text) =>
        TryReadSymbol(text, out var symbol)
            ? symbol
            : throw RequestException.Invalid(new ValidationError("symbol", $"'{text}' is none; write BTCUSDT for spot, usdm:BTCUSDT for futures."));

    /// <summary>
    /// The trader that is meant: the one named, or the user's only one. With several, the reply asks which, a button for each that repeats the
    /// command.
    /// </summary>
    /// <param name="context">Who asks.</param>
    /// <param name="command">The command with its slash.</param>
    /// <param name="word">The symbol as typed; empty for none.</param>
    /// <param name="rest">What stands behind the symbol, for the buttons.</param>
    /// <exception cref="RequestException">There is no such trader.</exception>
    public static async Task<(TraderKey? Trader, Reply? Question)> ChooseAsync(CommandContext context, string command, string word, string rest = "")
    {
        var mine = await context.Mine<IUserGrain>().GetTradersAsync();
        if (word.Length > 0)
        {
            var symbol = ReadSymbol(word);
            return mine.Contains(symbol)
                ? (new(context.User.Id, symbol), null)
                : throw RequestException.NotFound($"You have no trader of {symbol}. /symbols lists yours, /add {word.ToUpperInvariant()} makes one.");
        }

        return mine switch
        {
            [] => throw RequestException.NotFound("You have no trader yet. /add BTCUSDT makes one."),
            [var only] => (new(context.User.Id, only), null),
            _ => (null, Reply.Of("Which one?").WithChoices(mine.Select(s => new ReplyButton(s.ToString(), $"{command} {s} {rest}".TrimEnd())), 2)),
        };
    }

    /// <summary>The grain of a trader.</summary>
    public static ITraderGrain Trader(this CommandContext context, TraderKey key) => context.Grains.GetGrain<ITraderGrain>(key.ToString());
}
