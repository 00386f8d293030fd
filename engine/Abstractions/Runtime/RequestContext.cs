using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call and with the calls it makes. What the callee sets stays with the callee.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Values = new();

    private static ImmutableDictionary<string, object> Current =>
        Values.Value ?? ImmutableDictionary.Create<string, object>(StringComparer.Ordinal);

    /// <summary>All values.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Current;

    /// <summary>All names.</summary>
    public static IEnumerable<string> Keys => Current.Keys;

    /// <summary>The value of this name, or null.</summary>
    public static object? Get(string key) => Current.GetValueOrDefault(key);

    /// <summary>Sets a value for the calls made from here on.</summary>
    public static void Set(string key, object value) => Values.Value = Current.SetItem(key, value);

    /// <summary>Removes a value.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Remove(string key)
    {
        var before = Current;
        var after = before.Remove(key);
        if (ReferenceEquals(before, after))
            return false;
        Values.Value = after;
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear() => Values.Value = null;
}
