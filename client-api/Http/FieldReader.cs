using System.Globalization;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.Http;

/// <summary>Reads query parameters, and gathers all that is wrong with them before it refuses.</summary>
internal sealed class FieldReader
{
    private readonly List<ValidationError> _errors = [];

    public int Number(string field, string? text, int min, int max, int whenMissing)
    {
        if (text is null)
            return whenMissing;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Refuse(field, $"must be a whole number from {min} to {max}.");
        return whenMissing;
    }

    public Fixed8? Decimal(string field, string? text)
    {
        if (text is null)
            return null;
        if (Fixed8.TryParse(text, out var value))
            return value;
        Refuse(field, "must be a decimal number of at most 8 decimals within ±92,233,720,368, without exponent.");
        return null;
    }

    public long? Time(string field, string? text)
    {
        if (text is null)
            return null;
        if (ApiTime.TryParse(text, out var time))
            return time.Milliseconds;
        Refuse(field, ApiTime.Expected + ".");
        return null;
    }

    public T? Choice<T>(string field, string? text)
        where T : struct, Enum
    {
        if (text is null)
            return null;
        if (EnumNames.TryParse(text, out T value))
            return value;
        Refuse(field, $"must be one of {string.Join(", ", EnumNames.Of(typeof(T)))}.");
        return null;
    }

    public MarketSymbol? Symbol(string field, string? text)
    {
        if (text is null)
            return null;
        if (MarketSymbol.TryParse(text, out var symbol))
            return symbol;
        Refuse(field, "must be a symbol like spot:BTCUSDT or usdm:BTCUSDT.");
        return null;
    }

    public CandleInterval? Interval(string field, string? text)
    {
        if (text is null)
            return null;
        if (CandleInterval.TryParse(text, out var interval))
            return interval;
        Refuse(field, $"must be an interval: one of {string.Join(' ', CandleInterval.Names)}.");
        return null;
    }

    /// <summary>A cursor that <see cref="Cursor"/> has made.</summary>
    public string? Cursor(string? text)
    {
        if (text is null)
            return null;
        if (Http.Cursor.TryRead(text, out var place))
            return place;
        Refuse("cursor", "must be the nextCursor of an earlier page.");
        return null;
    }

    public void Require(string field, bool isGiven)
    {
        if (!isGiven && !_errors.Exists(e => e.Field == field))
            Refuse(field, "is missing.");
    }

    public void Refuse(string field, string message) => _errors.Add(new(field, message));

    public void Refuse(IEnumerable<ValidationError> errors) => _errors.AddRange(errors);

    /// <exception cref="RequestException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw RequestException.Invalid(_errors);
    }
}
