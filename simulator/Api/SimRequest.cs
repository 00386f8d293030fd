using System.Globalization;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>A request, by REST or by the WebSocket API.</summary>
internal sealed record SimRequest(MarketType Market, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Set once the key (and the signature, where there must be one) has been checked.</summary>
    public SimAccount? Account { get; init; }

    public SimAccount Owner => Account ?? throw new SimRefusal(-2014, "API-key format invalid.", 401);

    public string? Text(string name) => Parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Required(string name) => Text(name) ?? throw SimRefusal.Missing(name);

    public long? Whole(string name) =>
        Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw new SimRefusal(-1100, $"Illegal characters found in parameter '{name}'; legal range is '^[0-9]{{1,20}}$'.");

    public bool Flag(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public decimal? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            throw new SimRefusal(-1100, $"Illegal characters found in parameter '{name}'; legal range is '^([0-9]{{1,20}})(\\.[0-9]{{1,20}})?$'.");
        if (value.Scale > 8 && value != Math.Round(value, 8))
            throw new SimRefusal(-1111, $"Parameter '{name}' has too much precision.");
        return value;
    }

    public decimal RequiredNumber(string name) => Number(name) ?? throw SimRefusal.Missing(name);
}
