using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBot.ClientApi.Http;

/// <summary>How the API reads and writes JSON: strictly, and without losing a digit.</summary>
public static class ApiJson
{
    public const string MediaType = "application/json";

    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.General));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = ApiLimits.MaxJsonDepth;
        // Never part of a page: content type and nosniff say so.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TimeJsonConverter());
        options.Converters.Add(new RatioJsonConverter());
        options.Converters.Add(new DecimalJsonConverter());
        return options;
    }
}
