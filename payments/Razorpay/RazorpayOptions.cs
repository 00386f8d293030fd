namespace TradingBot.Payments.Razorpay;

/// <summary>Which of Razorpay's two worlds the keys must be of.</summary>
public enum RazorpayMode
{
    /// <summary>Keys that begin with <c>rzp_test_</c>: no money moves.</summary>
    Test,

    /// <summary>Keys that begin with <c>rzp_live_</c>.</summary>
    Live,
}

/// <summary>The configuration section <c>Razorpay</c>. Without a key id nothing is billed.</summary>
public sealed class RazorpayOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Razorpay";

    /// <summary>Which keys these must be: live keys in a test installation, or the reverse, stop the start. Default test.</summary>
    public RazorpayMode Mode { get; set; } = RazorpayMode.Test;

    /// <summary>Key id: <c>rzp_test_…</c> or <c>rzp_live_…</c>; empty (default) turns billing off.</summary>
    public string KeyId { get; set; } = "";

    /// <summary>Key secret.</summary>
    public string KeySecret { get; set; } = "";

    /// <summary>The webhook's secret, which is not the key's; empty where there is no webhook and links are polled.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The webhook's secret before its rotation: retries of older events carry its signature for 24 h. Else empty.</summary>
    public string PreviousWebhookSecret { get; set; } = "";

    /// <summary>Address of the API with its version.</summary>
    public string ApiBaseUrl { get; set; } = "https://api.razorpay.com/v1";

    /// <summary>How long one request may take, milliseconds, 100 to 10,000. Two of them must fit into the 30 s of a grain's caller.</summary>
    public int TimeoutMs { get; set; } = 6_000;

    /// <summary>Whether there are keys.</summary>
    public bool IsConfigured => KeyId.Length > 0;

    /// <summary>What is wrong with the settings, without their secrets; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!IsConfigured)
        {
            if (KeySecret.Length + WebhookSecret.Length + PreviousWebhookSecret.Length > 0)
                errors.Add($"{Section}:KeyId is missing, but there are secrets; set both, or neither to turn billing off.");
            return errors;
        }

        var prefix = Mode == RazorpayMode.Live ? "rzp_live_" : "rzp_test_";
        if (!KeyId.StartsWith(prefix, StringComparison.Ordinal))
            errors.Add($"{Section}:KeyId does not begin with {prefix}, which {Section}:Mode={Mode} asks for.");
        if (KeySecret.Length == 0)
            errors.Add($"{Section}:KeySecret is missing.");
        if (WebhookSecret.Length > 0 && WebhookSecret == KeySecret)
            errors.Add($"{Section}:WebhookSecret is the key secret; give the webhook a secret of its own.");
        if (PreviousWebhookSecret.Length > 0 && WebhookSecret.Length == 0)
            errors.Add($"{Section}:PreviousWebhookSecret is set without {Section}:WebhookSecret.");
        if (!Uri.TryCreate(ApiBaseUrl, UriKind.Absolute, out var url) || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)))
            errors.Add($"{Section}:ApiBaseUrl is '{ApiBaseUrl}'; use an address that begins with https:// (http:// on this machine only).");
        if (TimeoutMs is < 100 or > 10_000)
            errors.Add($"{Section}:TimeoutMs is {TimeoutMs}; it must be 100 to 10000.");
        return errors;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(RazorpayOptions);
}
