using System.Text.Json;

namespace TradingBot.Tests.System.Venues;

/// <summary>Keys of accounts that exist in the tests' simulator alone.</summary>
internal static class TestKeys
{
    private const string PublicKey = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAccmwpTH+g2YQe1SF2imCM8h3XgspVCKqR94uBPQjGEE=\n-----END PUBLIC KEY-----";
    private const string PrivateKey = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIOvGTyv4dawWDNv+cy7na26mUoCQJ2Sb+Bea++FdYmBe\n-----END PRIVATE KEY-----";

    public static IReadOnlyList<(string User, string ApiKey, string Secret)> All { get; } =
    [
        ("alice", "alice-key-0001", "alice-secret-Zq8wTn3k"), ("bob", "bob-key-0002", "bob-secret-Yp7vSm2j"), ("carol", "carol-key-0003", PrivateKey),
    ];

    /// <summary>As <c>simulate-exchange --accounts</c> takes them; carol's key is Ed25519.</summary>
    public static string Accounts { get; } = JsonSerializer.Serialize(All.Select(k => new
    {
        apiKey = k.ApiKey, secret = k.Secret == PrivateKey ? null : k.Secret, publicKey = k.Secret == PrivateKey ? PublicKey : null,
        spot = new { USDT = "50000" }, usdm = new { USDT = "50000" },
    }));
}
