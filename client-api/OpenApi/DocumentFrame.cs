using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Events;
using TradingBot.ClientApi.Http;
using TradingBot.Numbers;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Title, security scheme and the form of errors.</summary>
internal sealed class DocumentFrame : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Trading bot service",
            Version = "v1",
            Description = "Automated trading for many users: traders, backtests, and what they have done. "
                + "Send a token with every request: Authorization: Bearer TOKEN. Decimals are strings in answers; requests may have strings or "
                + "numbers. Times are ISO 8601 in UTC; requests may have milliseconds since 1970, too. Unknown fields and parameters are refused.",
        };
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[BearerTokenHandler.Name] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The administrator's token stands in the file admin-token of the data folder; users get theirs from POST /users or POST /tokens.",
        };
        // Named here since no operation's JSON is one of them: problems have a media type of their own, events come in a stream.
        foreach (var type in new[] { typeof(Problem), typeof(EventResponse), typeof(EventsDroppedResponse) })
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        // What these types say of themselves is for those who program the service.
        foreach (var name in new[] { nameof(Fixed8), nameof(Fixed16) })
            document.Components.Schemas![name].Description = SchemaForms.Decimal().Description;
        OperationErrors.AddResponses(document);
        document.Security = [new() { [new OpenApiSecuritySchemeReference(BearerTokenHandler.Name, document)] = [] }];
    }
}
