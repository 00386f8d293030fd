using System.Net;
using System.Text;

namespace TradingBot.ClientApi.Telegram.Presentation;

/// <summary>Text in Telegram's HTML.</summary>
internal static class MessageText
{
    /// <summary>The longest message.</summary>
    public const int Longest = 4_096;

    /// <summary>The longest caption of a picture.</summary>
    public const int LongestCaption = 1_024;

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

    /// <summary>What a reader sees of it: for tests and transcripts.</summary>
    public static string Plain(string html) =>
        WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

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

    /// <summary>Cuts a text into messages at its lines; a block that is cut is closed and opened again.</summary>
    public static IReadOnlyList<string> Split(string html, int longest = Longest)
    {
        if (html.Length <= longest)
            return [html];
        var (parts, part, inBlock) = (new List<string>(), new StringBuilder(), false);
        foreach (var line in html.Split('\n').SelectMany(l => Pieces(l, longest - Open.Length - Close.Length - 1)))
        {
            if (part.Length > 0 && part.Length + 1 + line.Length + Close.Length > longest)
            {
                parts.Add(part + (inBlock ? Close : ""));
                part.Clear().Append(inBlock ? Open : "");
            }
            else if (part.Length > 0)
            {
                part.Append('\n');
            }

            part.Append(line);
            inBlock = line.LastIndexOf(Open, StringComparison.Ordinal) is var open && line.LastIndexOf(Close, StringComparison.Ordinal) is var close && open == close
                ? inBlock
                : open > close;
        }

        parts.Add(part.ToString());
        return parts;
    }

    // A line that is longer than a message has no markup of ours but a block's ends: it is cut between words, never in an entity.
    private static IEnumerable<string> Pieces(string line, int longest)
    {
        while (line.Length > longest)
        {
            var cut = line.LastIndexOf(' ', longest - 1);
            if (cut < longest / 2)
                cut = line.LastIndexOf('&', longest - 1) is var entity && entity > longest - 8 ? entity : longest;
            yield return line[..cut];
            line = line[cut..].TrimStart();
        }

        yield return line;
    }
}
