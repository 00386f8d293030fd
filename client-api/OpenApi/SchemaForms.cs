using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingBot.ClientApi.Admin;
using TradingBot.ClientApi.Backtests;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.ExchangeKeys;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Invites;
using TradingBot.ClientApi.Risk;
using TradingBot.ClientApi.Sessions;
using TradingBot.ClientApi.Tokens;
using TradingBot.ClientApi.Traders;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Describes what converters write: decimals, times, symbols; and gives the request bodies their examples.</summary>
internal sealed class SchemaForms : IOpenApiSchemaTransformer
{
    private const string DecimalPattern = @"^-?\d+(\.\d+)?$";
    private static readonly JsonSerializerOptions WithoutNulls = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isNullable = context.JsonTypeInfo.Type != type;
        if (FormOf(type) is { } form)
            Copy(form, schema, isNullable);
        if (ValueTypeOf(type) is { } valueType && FormOf(valueType) is { } valueForm)
            schema.AdditionalProperties = valueForm;
        if (ItemTypeOf(type) is { } itemType && FormOf(itemType) is { } itemForm)
            schema.Items = itemForm;
        if (IsRequest(type) && Samples.Of(type) is { } sample)
            schema.Examples = [JsonSerializer.SerializeToNode(sample, type, WithoutNulls)!];
        if (RequiredOf(type) is { } required)
            schema.Required = required;
        // Answers may get new fields; requests with unknown ones are refused.
        if (schema.AdditionalProperties is null && !IsRequest(type))
            schema.AdditionalPropertiesAllowed = true;
        return Task.CompletedTask;
    }

    private static Type? ValueTypeOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    private static Type? ItemTypeOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static HashSet<string>? RequiredOf(Type type)
    {
        if (type == typeof(TraderSettingsRequest))
            return ["interval", "size"];
        if (type == typeof(BacktestRequest))
            return ["symbol", "interval", "size"];
        if (type == typeof(ExchangeKeyRequest))
            return ["apiKey", "secret"];
        if (type == typeof(SizeRequest))
            return ["kind", "value"];
        if (type == typeof(KillSwitchRequest))
            return ["positions"];
        if (type == typeof(ServiceRequest))
            return ["mode"];
        if (type == typeof(CustomerRequest))
            return ["name", "email", "phone"];
        if (type == typeof(GrantRequest))
            return ["plan", "days", "reason"];
        if (type == typeof(ExtensionRequest))
            return ["days", "reason"];
        if (type == typeof(PaymentLinkRequest))
            return ["plan"];
        if (type == typeof(SignInCodeRequest))
            return ["user"];
        if (type == typeof(BroadcastRequest))
            return ["text"];
        if (type == typeof(RedeemRequest))
            return ["code"];
        if (type == typeof(RefundMarkRequest))
            return ["reason"];
        return type == typeof(StrategyRequest) || type == typeof(TokenRequest) ? ["name"] : null;
    }

    // Not all who read the pattern know classes of letters; symbols have letters beyond ASCII.
    public static OpenApiSchema Symbol() =>
        new() { Type = JsonSchemaType.String, Pattern = "^(spot|usdm):[^ /:]{2,20}$", Description = "market:symbol" };

    public static OpenApiSchema Decimal() => new()
    {
        Type = JsonSchemaType.String,
        Pattern = DecimalPattern,
        Description = "An exact decimal number without exponent; requests may have it plainly, too.",
    };

    public static OpenApiSchema TimeInput() => new()
    {
        Type = JsonSchemaType.String | JsonSchemaType.Integer,
        Description = "ISO 8601, or milliseconds since 1970 (UTC); 1970 to 2100.",
    };

    private static OpenApiSchema? FormOf(Type type)
    {
        if (type == typeof(Fixed8) || type == typeof(Fixed16) || type == typeof(decimal) || type == typeof(double))
            return Decimal();
        if (type == typeof(NumberText))
            return new() { Type = JsonSchemaType.String | JsonSchemaType.Number, MaxLength = 64, Description = "A number, plainly or in a string." };
        if (type == typeof(DateTimeOffset))
            return new() { Type = JsonSchemaType.String, Format = "date-time" };
        if (type == typeof(ApiTime))
            return TimeInput();
        if (type == typeof(MarketSymbol))
            return Symbol();
        if (type == typeof(CandleInterval))
            return new() { Type = JsonSchemaType.String, Enum = [.. CandleInterval.Names.Select(n => (JsonNode)JsonValue.Create(n)!)] };
        return null;
    }

    private static void Copy(OpenApiSchema form, OpenApiSchema schema, bool isNullable)
    {
        schema.Type = isNullable ? form.Type | JsonSchemaType.Null : form.Type;
        (schema.Pattern, schema.Format, schema.Enum, schema.MaxLength) = (form.Pattern, form.Format, form.Enum, form.MaxLength);
        schema.Description ??= form.Description;
    }
}
