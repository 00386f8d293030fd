using System.Reflection;
using System.Text.Json;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.Http;

/// <summary>Turns what the JSON reader refuses into the field's name and what the field must be.</summary>
internal static class JsonErrors
{
    /// <summary>The name of the whole body among fields.</summary>
    public const string Body = "body";

    public static ValidationError Describe(JsonException error, Type request)
    {
        var path = Split(error.Path);
        // The reader itself has stumbled: the text is no JSON, or is nested too deeply.
        if (error.InnerException is JsonException || error.Path is null)
            return new(Name(path), $"is not valid JSON of at most {ApiLimits.MaxJsonDepth} levels: {Sentence(error.InnerException?.Message ?? error.Message)}");
        if (error.Message.Contains("uplicate", StringComparison.Ordinal))
            return new(Name(path), "is there twice.");
        var type = request;
        foreach (var name in path)
        {
            var known = PropertiesOf(type);
            if (ItemTypeOf(type) is { } item)
                type = item;
            else if (known.FirstOrDefault(p => NameOf(p) == name) is { } property)
                type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            else
                return new(Name(path), known.Length > 0 ? $"is not known here; known are {string.Join(", ", known.Select(NameOf))}." : "is not known here.");
        }

        return new(Name(path), $"{Expected(type)}.");
    }

    private static string Expected(Type type)
    {
        if (type == typeof(int) || type == typeof(long))
            return "must be a whole number within ±2,147,483,647";
        if (type == typeof(string))
            return "must be a text";
        if (type == typeof(Fixed8))
            return "must be a decimal number of at most 8 decimals within ±92,233,720,368, without exponent";
        if (type == typeof(ApiTime))
            return ApiTime.Expected;
        if (type == typeof(NumberText))
            return "must be a number, plainly or in a string of at most 64 characters";
        if (type == typeof(MarketSymbol))
            return "must be a symbol like spot:BTCUSDT or usdm:BTCUSDT";
        if (type == typeof(CandleInterval))
            return $"must be an interval: one of {string.Join(' ', CandleInterval.Names)}";
        return type.IsEnum ? $"must be one of {string.Join(", ", EnumNames.Of(type))}" : "must be an object";
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
        type.IsValueType || type == typeof(string) ? [] : type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static Type? ItemTypeOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var key, var value] && key == typeof(string) ? value : null;

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string Name(List<string> path) => path.Count == 0 ? Body : string.Join('.', path);

    private static string Sentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }

    // $.strategy.parameters['odd name'][3]
    private static List<string> Split(string? path)
    {
        var names = new List<string>();
        var rest = path is { Length: > 1 } ? path.AsSpan(1) : default;
        while (!rest.IsEmpty)
        {
            if (rest.StartsWith("['"))
            {
                var end = rest.IndexOf("']");
                if (end < 0)
                    end = rest.Length;
                names.Add(rest[2..end].ToString());
                rest = rest[Math.Min(rest.Length, end + 2)..];
            }
            else
            {
                rest = rest[1..];
                var end = rest.IndexOfAny('.', '[');
                names.Add((end < 0 ? rest : rest[..end]).TrimEnd(']').ToString());
                rest = end < 0 ? default : rest[end..];
            }
        }

        return names;
    }
}
