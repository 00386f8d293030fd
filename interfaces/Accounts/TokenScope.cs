namespace TradingBot.Accounts;

/// <summary>How much of what its user may do a token lets do; each includes those before it.</summary>
[GenerateSerializer, Alias("token-scope")]
public enum TokenScope
{
    /// <summary>Looks.</summary>
    Read,

    /// <summary>Trades as well: everything that changes something, but for what <see cref="Admin"/> adds.</summary>
    Trade,

    /// <summary>Administers as well: tokens and exchange keys, and what an operator's or administrator's role allows to change.</summary>
    Admin,
}
