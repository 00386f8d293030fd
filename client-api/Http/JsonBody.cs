using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace TradingBot.ClientApi.Http;

/// <summary>A JSON body of any type.</summary>
internal interface IJsonBody
{
    /// <summary>What it says.</summary>
    object Content { get; }
}

/// <summary>A JSON body, read so that whatever is wrong with it is told by field and limit.</summary>
/// <param name="Value">What it says.</param>
public sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider, IJsonBody
    where T : class
{
    object IJsonBody.Content => Value;

#pragma warning disable CA1000 // The framework finds the two public ones by their names on the type.
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
            throw new RequestException(415, "The body must be JSON: Content-Type: application/json.", []);
        var (buffer, length) = await RequestBody.ReadAsync(context.Request.Body, context.RequestAborted);
        try
        {
            var value = JsonSerializer.Deserialize<T>(buffer.AsSpan(0, length), ApiJson.Options);
            return new(value ?? throw RequestException.Invalid(new ValidationError(JsonErrors.Body, "must be a JSON object.")));
        }
        catch (JsonException e)
        {
            throw RequestException.Invalid(JsonErrors.Describe(e, typeof(T)));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([ApiJson.MediaType], typeof(T)));
#pragma warning restore CA1000
}
