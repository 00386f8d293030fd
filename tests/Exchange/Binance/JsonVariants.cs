using System.Text.Json.Nodes;

namespace TradingBot.Tests.Exchange.Binance;

/// <summary>What Binance may make of an answer tomorrow.</summary>
internal static class JsonVariants
{
    /// <summary>The same answer with fields that nobody knows, of every kind and in every object.</summary>
    public static JsonNode WithUnknownFields(JsonNode answer)
    {
        var copy = answer.DeepClone();
        foreach (var o in ObjectsOf(copy).ToArray())
        {
            o["zzText"] = "new";
            o["zzNumber"] = 1.5;
            o["zzNothing"] = null;
            o["zzObject"] = new JsonObject { ["symbol"] = "X", ["a"] = new JsonArray(1, "2") };
        }

        return copy;
    }

    /// <summary>The same answer without one of its fields, for each of them; of the elements of an array the first stands for all.</summary>
    public static IEnumerable<(string Field, JsonNode Answer)> WithoutEachField(JsonNode answer)
    {
        foreach (var path in PathsOf(answer, ""))
        {
            var copy = answer.DeepClone();
            var at = path.LastIndexOf('/');
            ((JsonObject)Walk(copy, path[..at])).Remove(path[(at + 1)..]);
            yield return (path, copy);
        }
    }

    private static JsonNode Walk(JsonNode node, string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(node, static (n, part) => n is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : n[part]!);

    private static IEnumerable<string> PathsOf(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(p => PathsOf(p.Value, $"{path}/{p.Key}").Prepend($"{path}/{p.Key}")),
        JsonArray { Count: > 0 } a => PathsOf(a[0], $"{path}/0"),
        _ => [],
    };

    private static IEnumerable<JsonObject> ObjectsOf(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(static p => ObjectsOf(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(ObjectsOf),
        _ => [],
    };
}
