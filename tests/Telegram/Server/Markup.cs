using System.Net;
using System.Text.RegularExpressions;

namespace TradingBot.Tests.Telegram.Server;

/// <summary>Telegram's HTML: which tags there are, and that they are closed.</summary>
internal static partial class Markup
{
    /// <summary>What Telegram would say against it; null for nothing.</summary>
    public static string? Error(string html)
    {
        if (html.Length == 0)
            return "Bad Request: message text is empty";
        var open = new Stack<string>();
        foreach (Match tag in Tag.Matches(html))
        {
            var name = tag.Groups["name"].Value;
            if (name is not ("b" or "i" or "u" or "s" or "code" or "pre" or "a"))
                return $"Bad Request: can't parse entities: Unsupported start tag \"{name}\"";
            if (tag.Groups["close"].Length == 0)
                open.Push(name);
            else if (!open.TryPop(out var last) || last != name)
                return $"Bad Request: can't parse entities: Unmatched end tag \"{name}\"";
        }

        return open.Count > 0 ? $"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{open.Peek()}\""
            : Tag.Replace(html, "").AsSpan().IndexOfAny('<', '>') >= 0 ? "Bad Request: can't parse entities: stray bracket"
            : Entity.Replace(html, "").Contains('&', StringComparison.Ordinal) ? "Bad Request: can't parse entities: stray ampersand"
            : null;
    }

    /// <summary>The text as people read it.</summary>
    public static string Plain(string html) => WebUtility.HtmlDecode(Tag.Replace(html, ""));

    [GeneratedRegex("<(?<close>/?)(?<name>[a-z]+)( href=\"[^\"]*\")?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tag { get; }

    [GeneratedRegex("&(amp|lt|gt|quot|#[0-9]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Entity { get; }
}
