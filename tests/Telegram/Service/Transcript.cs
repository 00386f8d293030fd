using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TradingBot.Tests.Telegram.Server;

namespace TradingBot.Tests.Telegram.Service;

/// <summary>Writes down a conversation as the documents show it, without what differs from run to run: times, ids, prices of a moving market.</summary>
internal sealed partial class Transcript(string title, string introduction)
{
    private readonly StringBuilder _text = new(string.Create(CultureInfo.InvariantCulture, $"# {title}\n\n{introduction}\n\nWritten by `tests/Telegram/TranscriptTests`; times, amounts and ids of that run are replaced.\n"));

    public void Person(string text) => _text.Append(CultureInfo.InvariantCulture, $"\n**You**: {Stable(text)}\n");

    /// <param name="message">What the bot has put into the chat.</param>
    /// <param name="exactly">All numbers in it are the same in each run.</param>
    public void Bot(ServerMessage message, bool exactly = true) => Bot(message, message.Text, exactly);

    public void Bot(ServerMessage message, string shown, bool exactly)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n**Bot**{(shown.StartsWith("🧪", StringComparison.Ordinal) ? " (with a picture)" : message.IsEdit ? " (in place)" : "")}:\n\n");
        foreach (var line in (exactly ? Stable(shown) : AnyNumber().Replace(Stable(shown), "N")).Split('\n'))
            _text.Append($"    {line}".TrimEnd()).Append('\n');
        if (message.Buttons.Count > 0)
            _text.Append(CultureInfo.InvariantCulture, $"\n{string.Join(" · ", message.Buttons.SelectMany(static r => r).Select(static b => $"[{b.Label}]"))}\n");
    }

    public override string ToString() => _text.ToString();

    private static string Stable(string text)
    {
        text = Code().Replace(text, "${user}_CODE");
        text = Date().Replace(text, "DATE");
        text = Moment().Replace(text, "TIME");
        text = PaymentId().Replace(text, "pay_ID");
        return text;
    }

    [GeneratedRegex("(?<user>[a-z0-9-]+)_[A-Za-z0-9_-]{22}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Code();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Date();

    [GeneratedRegex("[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moment();

    [GeneratedRegex("pay_[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PaymentId();

    [GeneratedRegex(@"[+-]?[0-9]+(\.[0-9]+)?%?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AnyNumber();
}
