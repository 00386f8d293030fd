using System.Text;

namespace TradingBot.ClientApi.Telegram.Presentation;

/// <summary>Text in Telegram's HTML.</summary>
internal static class MessageText
{
    /// <summary>The longest message.</summary>
    public const int Longest = 4_096;

    /// <summary>The longest caption of a picture.</summary>
    public const int LongestCaption = 1_024;

    // Room for the ends of all that may be open at a cut.
    private const int ClosingTags = 40;

    private const string Open = "<pre>";
    private const string Close = "</pre>";

    /// <summary>A plain text, so that nothing in it is taken for markup.</summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                _ => html.Append(c),
            };
        }

        return html.ToString();
    }

    /// <summary>Bold.</summary>
    public static string Bold(string text) => $"<b>{Escape(text)}</b>";

    /// <summary>As it is typed.</summary>
    public static string Code(string text) => $"<code>{Escape(text)}</code>";

    /// <summary>Names and values below each other, the values in a column.</summary>
    public static string Facts(params IEnumerable<(string Name, string Value)> facts)
    {
        var all = facts.Where(static f => f.Value.Length > 0).ToList();
        var width = all.Count == 0 ? 0 : all.Max(static f => f.Name.Length);
        return Open + Escape(string.Join('\n', all.Select(f => $"{f.Name.PadRight(width)}  {f.Value}"))) + Close;
    }

    /// <summary>
    /// A table: the first column to the left, the others to the right. Who reads it on a phone has about 35 characters a line.
    /// </summary>
    public static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(header).ToList();
        var widths = Enumerable.Range(0, header.Count).Select(c => all.Max(r => r[c].Length)).ToArray();
        return Open + Escape(string.Join('\n', all.Select(r => string.Join(' ', r.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd()))) + Close;
    }

    /// <summary>Cuts a text into messages, at its lines where it can; markup that is cut is closed and opened again.</summary>
    public static IReadOnlyList<string> Split(string html, int longest = Longest)
    {
        var (parts, rest) = (new List<string>(), html);
        while (rest.Length > longest)
        {
            var cut = CutOf(rest, longest - ClosingTags);
            var open = OpenTags(rest.AsSpan(0, cut));
            parts.Add(rest[..cut].TrimEnd() + string.Concat(open.Select(static t => $"</{t}>")));
            rest = string.Concat(open.Reverse().Select(static t => $"<{t}>")) + rest[cut..].TrimStart('\n', ' ');
        }

        parts.Add(rest);
        return parts;
    }

    // Behind a line, else behind a word, else between two characters; never in a tag or an entity, never in the second half of a pair.
    private static int CutOf(string html, int longest)
    {
        var cut = html.LastIndexOf('\n', longest - 1);
        if (cut < longest / 4)
            cut = html.LastIndexOf(' ', longest - 1);
        if (cut < longest / 4)
            cut = longest;
        var opened = html.LastIndexOfAny(['<', '&'], cut - 1);
        var end = opened < 0 ? -1 : html.IndexOf(html[opened] == '<' ? '>' : ';', opened);
        if (opened > 0 && end >= cut)
            cut = opened;
        return char.IsLowSurrogate(html[cut]) ? cut - 1 : cut;
    }

    // Innermost first.
    private static Stack<string> OpenTags(ReadOnlySpan<char> html)
    {
        var open = new Stack<string>();
        for (int at; (at = html.IndexOf('<')) >= 0;)
        {
            var end = at + html[at..].IndexOf('>');
            var tag = html[(at + 1)..end].ToString();
            if (tag[0] == '/')
                open.Pop();
            else
                open.Push(tag);
            html = html[(end + 1)..];
        }

        return open;
    }
}
