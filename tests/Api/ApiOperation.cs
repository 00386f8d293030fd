using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>An operation of the API's description.</summary>
internal sealed record ApiOperation(JsonObject Document, string Path, HttpMethod Method, JsonObject Node)
{
    public static IEnumerable<ApiOperation> All(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new ApiOperation(document, path.Key, HttpMethod.Parse(operation.Key), operation.Value!.AsObject());

    public string Id => Node["operationId"]!.GetValue<string>();

    public IReadOnlyList<JsonObject> Parameters => [.. (Node["parameters"]?.AsArray() ?? []).Select(p => p!.AsObject())];

    /// <summary>The schema of the body, if it has one.</summary>
    public JsonObject? Body =>
        Node["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"]?.GetValue<string>() is { } reference
            ? Document["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject()
            : null;

    /// <summary>A body that works.</summary>
    public JsonObject? Example => Body?["examples"]![0]!.DeepClone().AsObject();

    public override string ToString() => $"{Method} {Path}";
}
