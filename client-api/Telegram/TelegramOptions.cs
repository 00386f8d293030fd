namespace TradingBot.ClientApi.Telegram;

/// <summary>The configuration section <c>Telegram</c>. Without a token there is no bot.</summary>
public sealed class TelegramOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Telegram";

    /// <summary>The bot's token from BotFather: its id, a colon, its secret. Empty (default) turns the bot off.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>Address of the Bot API: Telegram's, or a server of one's own.</summary>
    public string ApiBaseUrl { get; set; } = "https://api.telegram.org";

    /// <summary>Comes back with every webhook; 1 to 256 letters, digits, hyphens and underscores. Empty (default) means long polling.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Where people reach this service, without a path at its end: for the webhook and for one-time pages. Empty (default): links are not offered.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>What <c>/support</c> says: whom to ask, and how. Plain text, at most 1,000 characters.</summary>
    public string Support { get; set; } = "Ask whoever runs this service.";

    /// <summary>How long Telegram holds a request for updates open, seconds, 1 to 50. Default 25.</summary>
    public int PollSeconds { get; set; } = 25;

    /// <summary>How long any other request may take, milliseconds, 100 to 60,000. Default 10,000.</summary>
    public int TimeoutMs { get; set; } = 10_000;

    /// <summary>Messages a second in all, 1 to 1,000. Telegram allows 30 (default).</summary>
    public int MessagesPerSecond { get; set; } = 30;

    /// <summary>Time between two messages to one chat, milliseconds, 0 to 60,000. Telegram asks for 1,000 (default), three times that in groups.</summary>
    public int ChatIntervalMs { get; set; } = 1_000;

    /// <summary>Whether there is a bot.</summary>
    public bool IsConfigured => BotToken.Length > 0;

    /// <summary>The bot's id, which is no secret.</summary>
    public string BotId => BotToken.Split(':')[0];

    /// <summary>Whether updates come by webhook.</summary>
    public bool UsesWebhook => WebhookSecret.Length > 0;

    /// <summary>What is wrong with the settings, without their secrets; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!IsConfigured)
        {
            if (WebhookSecret.Length > 0)
                errors.Add($"{Section}:WebhookSecret is set without {Section}:BotToken.");
            return errors;
        }

        if (BotToken.Split(':') is not [{ Length: > 0 } id, { Length: > 0 } secret] || !id.All(char.IsAsciiDigit) || !secret.All(IsWord))
            errors.Add($"{Section}:BotToken must be what BotFather gave: digits, a colon, letters and digits.");
        if (!IsAddress(ApiBaseUrl))
            errors.Add($"{Section}:ApiBaseUrl is '{ApiBaseUrl}'; use an address that begins with https:// (http:// on this machine only).");
        if (PublicUrl.Length > 0 && !IsAddress(PublicUrl))
            errors.Add($"{Section}:PublicUrl is '{PublicUrl}'; use an address that begins with https:// (http:// on this machine only).");
        if (WebhookSecret.Length > 256 || !WebhookSecret.All(IsWord))
            errors.Add($"{Section}:WebhookSecret must be 1 to 256 letters, digits, hyphens and underscores.");
        if (UsesWebhook && PublicUrl.Length == 0)
            errors.Add($"{Section}:WebhookSecret is set without {Section}:PublicUrl, where Telegram would call.");
        if (Support.Length > 1_000)
            errors.Add($"{Section}:Support has {Support.Length} characters; at most 1000.");
        Range(nameof(PollSeconds), PollSeconds, 1, 50);
        Range(nameof(TimeoutMs), TimeoutMs, 100, 60_000);
        Range(nameof(MessagesPerSecond), MessagesPerSecond, 1, 1_000);
        Range(nameof(ChatIntervalMs), ChatIntervalMs, 0, 60_000);
        return errors;

        void Range(string name, int value, int min, int max)
        {
            if (value < min || value > max)
                errors.Add($"{Section}:{name} is {value}; it must be {min} to {max}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(TelegramOptions);

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));
}
