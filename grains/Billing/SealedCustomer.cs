using System.Text.Json;
using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>The customer's details as the text that is sealed.</summary>
internal static class SealedCustomer
{
    public static string Write(CustomerDetails customer) => JsonSerializer.Serialize(customer);

    public static CustomerDetails Read(string text) =>
        JsonSerializer.Deserialize<CustomerDetails>(text) ?? throw new JsonException("Sealed customer details are empty.");
}
