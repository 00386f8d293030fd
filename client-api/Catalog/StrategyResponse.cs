using System.Text.Json.Nodes;
using TradingBot.Catalog;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.Catalog;

/// <summary>A strategy.</summary>
/// <param name="Name">Its name in settings.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Parameters">Its parameters with their limits.</param>
/// <param name="Schema">The parameters as a JSON Schema, for forms.</param>
public sealed record StrategyResponse(
    string Name, string Description, IReadOnlyList<StrategyParameterResponse> Parameters, JsonObject Schema)
{
    public static StrategyResponse From(StrategyInfo s) =>
        new(s.Name, s.Description, [.. s.Parameters.Select(StrategyParameterResponse.From)], SchemaOf(s));

    private static JsonObject SchemaOf(StrategyInfo strategy)
    {
        var properties = new JsonObject();
        foreach (var p in strategy.Parameters)
        {
            properties[p.Name] = new JsonObject
            {
                ["type"] = p.IsInteger ? "integer" : "number",
                ["description"] = p.Description,
                ["minimum"] = p.Min.ToDecimal(),
                ["maximum"] = p.Max.ToDecimal(),
                ["default"] = p.Default.ToDecimal(),
            };
        }

        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }
}

/// <summary>A parameter of a strategy.</summary>
/// <param name="Name">Its name in settings.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Unit">quote, candles or multiple.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Default">Value when it is left out.</param>
/// <param name="IsInteger">Only whole numbers.</param>
public sealed record StrategyParameterResponse(
    string Name, string Description, string Unit, Fixed8 Min, Fixed8 Max, Fixed8 Default, bool IsInteger)
{
    public static StrategyParameterResponse From(StrategyParameterInfo p) =>
        new(p.Name, p.Description, p.Unit, p.Min, p.Max, p.Default, p.IsInteger);
}
