namespace TradingBot.Secrets;

/// <summary>
/// A secret that only the holder of the master key can open: encrypted, bound to whom it belongs to, and safe to store and send.
/// </summary>
/// <param name="Text">Version, id of the sealing key, nonce, tag and cipher text, in base64.</param>
[GenerateSerializer, Immutable, Alias("sealed-secret")]
public sealed record SealedSecret([property: Id(0)] string Text)
{
    /// <inheritdoc/>
    public override string ToString() => "(sealed)";
}
