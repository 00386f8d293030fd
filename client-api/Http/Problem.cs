using System.Text.Json.Serialization;

namespace TradingBot.ClientApi.Http;

/// <summary>Problem details of RFC 9457, with what is wrong by field.</summary>
/// <param name="Type">about:blank: the status says what kind of problem it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, in one sentence.</param>
/// <param name="Errors">By field of the request: what is wrong with it, and its limits.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null);
