namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>Why Telegram has not done what it was asked for.</summary>
internal enum TelegramFailureKind
{
    /// <summary>No answer, or an answer that says nothing: it may have been done.</summary>
    Unknown,

    /// <summary>The server is in trouble, or cannot be reached.</summary>
    Unavailable,

    /// <summary>Too many requests; to be repeated after a time.</summary>
    TooMany,

    /// <summary>The user has blocked the bot, or the chat is closed to it.</summary>
    Forbidden,

    /// <summary>Somebody else asks for the same bot's updates.</summary>
    Conflict,

    /// <summary>The token is not valid.</summary>
    Unauthorized,

    /// <summary>The request makes no sense to Telegram; repeating it changes nothing.</summary>
    Rejected,
}

/// <summary>A failure, told without the token.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Description">Telegram's words, or ours.</param>
/// <param name="RetryAfter">When to ask again, where Telegram says so.</param>
internal sealed record TelegramFailure(TelegramFailureKind Kind, string Description, TimeSpan RetryAfter = default)
{
    /// <summary>Whether asking again may help.</summary>
    public bool IsPassing => Kind is TelegramFailureKind.Unknown or TelegramFailureKind.Unavailable or TelegramFailureKind.TooMany;
}
