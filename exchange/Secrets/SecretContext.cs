using System.Text;

namespace TradingBot.Exchange.Secrets;

/// <summary>What a secret is bound to: moved to another user, venue or use, it does not open.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="Purpose">What it is for, <c>exchange-key/testnet</c> for example.</param>
public readonly record struct SecretContext(string UserId, string Purpose)
{
    internal byte[] ToAssociatedData() => Encoding.UTF8.GetBytes($"{UserId}\n{Purpose}");
}
