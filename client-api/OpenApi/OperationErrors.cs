using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Adds the errors that an operation can have: those of its form, and those that it names.</summary>
internal sealed class OperationErrors : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var statuses = new SortedSet<int>(metadata.OfType<ErrorStatuses>().SelectMany(e => e.Statuses));
        if (metadata.OfType<IAuthorizeData>().Any())
            statuses.UnionWith([401, 403, 429]);
        else
            operation.Security = [];
        // Every address refuses parameters that it does not know.
        statuses.UnionWith([400, 500, 503]);
        if (operation.RequestBody is not null)
            statuses.UnionWith([413, 415]);
        // Of the idempotency key.
        if (context.Description.HttpMethod != "GET")
            statuses.Add(409);
        operation.Responses ??= [];
        foreach (var status in statuses)
            operation.Responses[$"{status}"] = new OpenApiResponseReference(NameOf(status), context.Document);
        return Task.CompletedTask;
    }

    /// <summary>Describes all errors, once for all operations.</summary>
    public static void AddResponses(OpenApiDocument document)
    {
        foreach (var status in new[] { 400, 401, 402, 403, 404, 409, 413, 415, 429, 500, 503 })
            document.AddComponent(NameOf(status), Response(status, document));
    }

    private static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    private static OpenApiResponse Response(int status, OpenApiDocument document) => new()
    {
        Description = ReasonPhrases.GetReasonPhrase(status),
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problems.ContentType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(nameof(Problem), document),
                Example = Example(status),
            },
        },
    };

    private static JsonNode? Example(int status) => JsonSerializer.SerializeToNode(
        Problems.Of(status, Problems.DetailOf(status, "POST"), status == 400 ? [new("limit", "must be a whole number from 1 to 1000.")] : []), ApiJson.Options);
}
