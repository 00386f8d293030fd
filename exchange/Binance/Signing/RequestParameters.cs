using System.Globalization;
using System.Text;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Binance.Signing;

/// <summary>
/// The parameters of a request in their order. On REST they are percent-encoded before they are signed, which Binance has
/// demanded since 2026-01-15 (else -1022); on the WebSocket API they are sorted by name and signed as plain UTF-8.
/// </summary>
public sealed class RequestParameters
{
    private readonly List<KeyValuePair<string, string>> _items = [];

    /// <summary>The parameters in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    /// <summary>Adds a text; null is left out.</summary>
    public RequestParameters Add(string name, string? value)
    {
        if (value is not null)
            _items.Add(new(name, value));
        return this;
    }

    /// <summary>Adds a whole number; null is left out.</summary>
    public RequestParameters Add(string name, long? value) =>
        Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a price or quantity in its shortest exact notation; null is left out.</summary>
    public RequestParameters Add(string name, Fixed8? value) => Add(name, value?.ToString());

    /// <summary>Adds <c>true</c> or <c>false</c>; null is left out.</summary>
    public RequestParameters Add(string name, bool? value) => Add(name, value is { } b ? (b ? "true" : "false") : null);

    /// <summary>The percent-encoded query string.</summary>
    public string ToQuery()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _items)
        {
            if (text.Length > 0)
                text.Append('&');
            text.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    /// <summary>The percent-encoded query string with its signature as last parameter.</summary>
    public string ToSignedQuery(IRequestSigner signer)
    {
        var query = ToQuery();
        return $"{query}&signature={Uri.EscapeDataString(signer.Sign(Encoding.UTF8.GetBytes(query)))}";
    }

    /// <summary>The WebSocket API's payload: sorted by name, not encoded.</summary>
    public string ToSortedPayload() =>
        string.Join('&', _items.OrderBy(static i => i.Key, StringComparer.Ordinal).Select(static i => $"{i.Key}={i.Value}"));

    /// <summary>The WebSocket API's signature of <see cref="ToSortedPayload"/>.</summary>
    public string SignSorted(IRequestSigner signer) => signer.Sign(Encoding.UTF8.GetBytes(ToSortedPayload()));
}
