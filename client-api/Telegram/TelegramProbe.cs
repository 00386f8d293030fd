using TradingBot.ClientApi.Telegram.Api;

namespace TradingBot.ClientApi.Telegram;

/// <summary>Asks Telegram whose token this is.</summary>
public static class TelegramProbe
{
    /// <summary>The bot's user name, or what stands in the way, without the token.</summary>
    /// <param name="options">Settings with a token.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<(string? BotName, string? Problem)> AskAsync(TelegramOptions options, CancellationToken cancellationToken)
    {
        using var connection = new TelegramConnection(options);
        var (name, failure) = await new TelegramClient(connection, options).GetMeAsync(cancellationToken);
        return (name, failure?.Description);
    }
}
