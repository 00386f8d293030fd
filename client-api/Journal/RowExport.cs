using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Journal;

/// <summary>The form of an export.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated values with a header (RFC 4180).</summary>
    Csv,

    /// <summary>A JSON array of what the lists have as items.</summary>
    Json,
}

/// <summary>Writes rows as they are read, so that an export of any length needs no memory.</summary>
internal sealed class RowExport<T>(string name, ExportFormat format, IAsyncEnumerable<T> rows) : IResult
{
    private const int FlushAt = 32 * 1024;

    public async Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = format == ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{EnumNames.Of(format)}\"";
        var text = new StringBuilder();
        text.Append(format == ExportFormat.Csv ? CsvRow<T>.Header : "[");
        var first = true;
        await foreach (var row in rows.WithCancellation(context.RequestAborted))
        {
            if (format == ExportFormat.Csv)
                CsvRow<T>.Write(text, row);
            else
                text.Append(first ? "\n" : ",\n").Append(JsonSerializer.Serialize(row, ApiJson.Options));
            first = false;
            if (text.Length >= FlushAt)
                await FlushAsync(response, text);
        }

        if (format == ExportFormat.Json)
            text.Append("\n]\n");
        await FlushAsync(response, text);
    }

    private static async Task FlushAsync(HttpResponse response, StringBuilder text)
    {
        await response.WriteAsync(text.ToString(), response.HttpContext.RequestAborted);
        text.Clear();
    }
}
