using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TradingBot.Exchange.Binance.Streams;

/// <summary>Who follows which stream, found by the name's bytes as they stand in the frame. Never changes: it is replaced.</summary>
internal sealed class StreamRoutes<T>
{
    private const int MaxName = 64;

    private readonly Dictionary<string, T> _routes;
    private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _byChars;

    public StreamRoutes(IEnumerable<KeyValuePair<string, T>> routes)
    {
        _routes = new(routes, StringComparer.Ordinal);
        _byChars = _routes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IEnumerable<T> Values => _routes.Values;

    public bool Has(string stream) => _routes.ContainsKey(stream);

    public T? Get(string stream) => _routes.GetValueOrDefault(stream);

    public StreamRoutes<T> With(string stream, T value) =>
        new(_routes.Where(r => r.Key != stream).Append(KeyValuePair.Create(stream, value)));

    public StreamRoutes<T> Without(string stream) => new(_routes.Where(r => r.Key != stream));

    public bool TryFind(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out T value)
    {
        Span<char> chars = stackalloc char[MaxName];
        if (name.Length <= MaxName && Encoding.UTF8.TryGetChars(name, chars, out var length))
            return _byChars.TryGetValue(chars[..length], out value);
        value = default;
        return false;
    }
}
