using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace TradingBot.Tests.Deploy;

/// <summary>YAML as JSON, which is what it stands for.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer Writer = new SerializerBuilder().JsonCompatible().Build();

    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<JsonNode> Read(string text)
    {
        var documents = new List<JsonNode>();
        var parser = new MergingParser(new Parser(new StringReader(text)));
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
        {
            if (Reader.Deserialize<object?>(parser) is { } document)
                documents.Add(JsonNode.Parse(Writer.Serialize(document))!);
        }

        return documents;
    }
}
