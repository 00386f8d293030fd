using System.Security.Cryptography;
using System.Text.Json;
using TradingBot.Billing;
using TradingBot.Exchange.Secrets;
using TradingBot.Secrets;

namespace TradingBot.Grains.Billing;

/// <summary>Seals and opens the customer's details by the user's data key.</summary>
internal static class SealedCustomer
{
    private const string Purpose = "customer";

    public static SealedSecret Seal(SecretVault vault, string userId, SealedSecret dataKey, CustomerDetails customer)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(customer);
        try
        {
            return vault.Seal(dataKey, new(userId, Purpose), text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    public static CustomerDetails Open(SecretVault vault, string userId, SealedSecret dataKey, SealedSecret customer)
    {
        var text = vault.Open(dataKey, new(userId, Purpose), customer);
        try
        {
            return JsonSerializer.Deserialize<CustomerDetails>(text) ?? throw new JsonException("Sealed customer details are empty.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
