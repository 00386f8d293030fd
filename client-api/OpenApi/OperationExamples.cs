using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Gives every answer of an operation an example.</summary>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var answer in context.Description.SupportedResponseTypes)
        {
            if (answer.Type is { } type && Samples.Of(type) is { } sample && ContentOf(operation, answer.StatusCode, ApiJson.MediaType) is { } json)
                json.Example = JsonSerializer.SerializeToNode(sample, type, ApiJson.Options);
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TextExample>().SingleOrDefault() is { } text
            && ContentOf(operation, 200, text.MediaType) is { } content)
            content.Example = text.Text;
        return Task.CompletedTask;
    }

    private static OpenApiMediaType? ContentOf(OpenApiOperation operation, int status, string mediaType) =>
        operation.Responses?.TryGetValue($"{status}", out var response) == true && response.Content?.TryGetValue(mediaType, out var content) == true
            ? (OpenApiMediaType)content
            : null;
}

/// <summary>What an endpoint answers where that is not JSON.</summary>
internal sealed record TextExample(string MediaType, string Text);
