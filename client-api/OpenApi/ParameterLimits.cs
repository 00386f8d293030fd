using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Journal;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Says what parameters may hold. All are read as text, so that what is wrong with them can be told.</summary>
internal sealed class ParameterLimits : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var isCandles = operation.OperationId == "listCandles";
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In == ParameterLocation.Path)
                parameter.Description ??= parameter.Name switch
                {
                    "symbol" => "market:symbol, spot:BTCUSDT for example.",
                    "venue" => "testnet, demo or live.",
                    _ => "Its id.",
                };
            parameter.Required = parameter.In == ParameterLocation.Path || (isCandles && parameter.Name is ("symbol" or "interval"));
            if (SchemaOf(parameter) is var (schema, example))
                (parameter.Schema, parameter.Example) = (schema, example);
        }

        return Task.CompletedTask;
    }

    private static (OpenApiSchema Schema, JsonNode? Example)? SchemaOf(OpenApiParameter parameter) => parameter.Name switch
    {
        "limit" => (Integer(1, ApiLimits.MaxPage, ApiLimits.DefaultPage), 100),
        "equityPoints" => (Integer(0, 10_000, 1_000), 100),
        "Last-Event-ID" => (Integer(0, null, null), 0),
        "cursor" => (new() { Type = JsonSchemaType.String, MaxLength = 200 }, null),
        "user" or "actor" => (new() { Type = JsonSchemaType.String, Pattern = "^[a-z0-9-]{1,40}$" }, "alice"),
        "symbol" => (SchemaForms.Symbol(), "spot:BTCUSDT"),
        "interval" => (Choice(CandleInterval.Names), "1m"),
        "mode" => (Choice(EnumNames.Of(typeof(TradingMode))), "paper"),
        "venue" => (Choice(["testnet", "demo", "live"]), "testnet"),
        "status" => (Choice(EnumNames.Of(typeof(OrderStatus))), "filled"),
        "format" => (Choice(EnumNames.Of(typeof(ExportFormat))), "csv"),
        "order" => (Choice(["newest-first", "oldest-first"]), "oldest-first"),
        "from" or "to" => (SchemaForms.TimeInput(), "2024-12-01T00:00:00Z"),
        "timeZone" => (new() { Type = JsonSchemaType.String, MaxLength = 64 }, "Europe/Berlin"),
        "capital" => (SchemaForms.Decimal(), "10000"),
        "attention" => (Choice(["true", "false"]), "true"),
        "quoteAsset" => (new() { Type = JsonSchemaType.String, Pattern = "^[A-Za-z0-9]{1,20}$" }, "USDT"),
        _ => null,
    };

    private static OpenApiSchema Integer(long min, long? max, int? whenMissing) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = $"{min}",
        Maximum = max is null ? null : $"{max}",
        Default = whenMissing is { } value ? JsonValue.Create(value) : null,
    };

    private static OpenApiSchema Choice(IEnumerable<string> names) =>
        new() { Type = JsonSchemaType.String, Enum = [.. names.Select(n => (JsonNode)JsonValue.Create(n)!)] };
}
