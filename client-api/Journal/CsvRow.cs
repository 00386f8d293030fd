using System.Reflection;
using System.Text;
using System.Text.Json;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Journal;

/// <summary>Rows of comma-separated values (RFC 4180), with the names and texts that JSON has.</summary>
internal static class CsvRow<T>
{
    private static readonly PropertyInfo[] Columns = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public static string Header { get; } = string.Join(',', Columns.Select(c => JsonNamingPolicy.CamelCase.ConvertName(c.Name))) + "\r\n";

    public static string TextOf(T row)
    {
        var text = new StringBuilder();
        Write(text, row);
        return text.ToString();
    }

    public static void Write(StringBuilder text, T row)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(Quoted(TextOf(Columns[i].GetValue(row))));
        }

        text.Append("\r\n");
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => ApiTime.Text(time),
        Enum choice => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()),
        string text => Harmless(text),
        _ => value.ToString() ?? "",
    };

    // A spreadsheet takes a text that begins so for a formula.
    private static string Harmless(string text) => text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t') ? "'" + text : text;

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
