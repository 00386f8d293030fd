using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingBot.ClientApi.Idempotency;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Describes the header by which a change is carried out once.</summary>
internal sealed class IdempotencyHeader : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.HttpMethod == "GET" || !context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
            return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotentRequests.Header,
            In = ParameterLocation.Header,
            Description = "Any text that names this request: sent again within a day, it is answered as before and changes nothing.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotentRequests.LongestKey },
            Example = "7f3a9c52-start-btcusdt",
        });
        return Task.CompletedTask;
    }
}
