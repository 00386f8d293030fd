using System.Text.Json;

namespace TradingBot.ClientApi.Http;

/// <summary>The API's names of enumerated values: <c>partially-filled</c>.</summary>
public static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static IEnumerable<string> Of(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var one in Enum.GetValues<T>())
        {
            if (Of(one) == text)
            {
                value = one;
                return true;
            }
        }

        value = default;
        return false;
    }
}
