namespace TradingBot.Exchange.Secrets;

/// <summary>The configuration section <c>Secrets</c>: where the master key is. To be set by environment or a mounted file only.</summary>
public sealed class SecretsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Secrets";

    /// <summary>The master key, 32 bytes in base64; empty for none.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>A file that holds the master key in base64; empty for <c>master.key</c> in the data folder, made if missing.</summary>
    public string MasterKeyFile { get; set; } = "";

    /// <summary>Another master key that may have sealed secrets, or may come to: both open during a rotation. Empty for none.</summary>
    public string OtherMasterKey { get; set; } = "";

    /// <summary>A file that holds it; empty for none.</summary>
    public string OtherMasterKeyFile { get; set; } = "";
}
