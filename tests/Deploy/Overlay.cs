using System.Text.Json.Nodes;

namespace TradingBot.Tests.Deploy;

/// <summary>An overlay as <c>kubectl kustomize</c> renders it.</summary>
internal sealed class Overlay(string name, IReadOnlyList<JsonNode> manifests)
{
    public string Name => name;

    public IReadOnlyList<JsonNode> All => manifests;

    /// <summary>Everything that makes pods: name and pod template's spec.</summary>
    public IEnumerable<(string Name, JsonNode Pod)> Pods => manifests
        .Where(static m => Text(m, "kind") is "Deployment" or "StatefulSet" or "Job")
        .Select(static m => (NameOf(m), m["spec"]!["template"]!["spec"]!));

    /// <summary>The pods that run the service's own program.</summary>
    public IEnumerable<(string Name, JsonNode Pod)> Own => Pods.Where(static p => p.Name.StartsWith("trading-bot-", StringComparison.Ordinal));

    public static async Task<Overlay> RenderAsync(string name)
    {
        var (exitCode, output) = await Repository.RunAsync("kubectl", Repository.PathOf("k8s"), "", "kustomize", $"overlays/{name}");
        exitCode.ShouldBe(0, output);
        return new(name, Yaml.Read(output));
    }

    public IEnumerable<JsonNode> Of(string kind) => manifests.Where(m => Text(m, "kind") == kind);

    public JsonNode One(string kind, string called) => Of(kind).Single(m => NameOf(m) == called);

    public static string NameOf(JsonNode manifest) => manifest["metadata"]!["name"]!.ToString();

    public static string? Text(JsonNode? node, string key) => node?[key]?.ToString();

    public static IEnumerable<JsonNode> List(JsonNode? node) => node is JsonArray array ? array.Select(static n => n!) : [];
}
