using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>The API's description at <c>/openapi/v1.json</c>, and a page that shows it at <c>/docs</c>.</summary>
internal static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer<DocumentFrame>();
        options.AddOperationTransformer<OperationErrors>();
        options.AddOperationTransformer<OperationExamples>();
        options.AddOperationTransformer<ParameterLimits>();
        options.AddOperationTransformer<IdempotencyHeader>();
        options.AddSchemaTransformer<SchemaForms>();
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapDocsPage();
    }
}
