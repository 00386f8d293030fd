using System.Reflection;
using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Trading;

namespace TradingBot.Silo.Cluster.Migration;

/// <summary>Which grain keeps which record. A cluster's tables name the record alone, a data folder the grain as well.</summary>
internal static class GrainTypes
{
    /// <summary>The grain type by the name of its record.</summary>
    public static IReadOnlyDictionary<string, string> ByState { get; } = Find();

    private static Dictionary<string, string> Find()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var grain in typeof(TraderGrain).Assembly.GetTypes().Where(static t => t.IsAssignableTo(typeof(Grain)) && !t.IsAbstract))
        {
            foreach (var parameter in grain.GetConstructors().SelectMany(static c => c.GetParameters()))
            {
                if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
                    found.Add(state.StateName, NameOf(grain));
            }
        }

        return found;
    }

    private static string NameOf(Type grain) =>
        grain.GetCustomAttributesData().FirstOrDefault(static a => a.AttributeType == typeof(GrainTypeAttribute)) is { } given
            ? (string)given.ConstructorArguments[0].Value!
            : grain.Name[..^nameof(Grain).Length].ToLowerInvariant();
}
