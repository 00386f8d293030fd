using System.Text;
using System.Text.Json;
using TradingBot.Exchange.Binance.Signing;

namespace TradingBot.Tests.Exchange.Binance.Signing;

public sealed class SigningTests
{
    private const string Key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    private const string Secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    // RFC 8032, section 7.1, test 1: the empty message.
    private const string Rfc8032Private =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

    private const string Rfc8032Public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private const string Rfc8032Signature =
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    [Fact]
    public void The_documented_example_gives_the_documented_signature()
    {
        var order = Order("LTCBTC");
        order.ToSignedQuery(new HmacSigner(Secret)).ShouldBe(
            order.ToQuery() + "&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
    }

    [Fact]
    public void A_symbol_beyond_ascii_is_percent_encoded_before_it_is_signed() =>
        Order("１２３４５６").ToSignedQuery(new HmacSigner(Secret)).ShouldEndWith(
            "&signature=e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");

    [Fact]
    public void The_websocket_api_signs_sorted_plain_text()
    {
        var parameters = new RequestParameters().Add("symbol", "１２３４５６").Add("side", "BUY").Add("type", "LIMIT")
            .Add("timeInForce", "GTC").Add("quantity", "1.00000000").Add("price", "0.10000000").Add("recvWindow", 5000)
            .Add("timestamp", 1645423376532).Add("apiKey", Key);
        parameters.SignSorted(new HmacSigner(Secret)).ShouldBe("b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd");
    }

    [Fact]
    public void Published_vectors_come_out_as_published() => CheckVectors(Path.Combine(AppContext.BaseDirectory, "Data", "signatures.json"));

    [Fact]
    public void All_published_vectors_come_out_as_published()
    {
        var path = SharedData.PathOf("signatures/hmac-sha256-vectors.json");
        Assert.SkipWhen(path is null, SharedData.Absent);
        CheckVectors(path);
    }

    [Fact]
    public void Ed25519_signs_like_rfc_8032()
    {
        using var key = Ed25519Key.FromPrivatePem(Rfc8032Private);
        Convert.ToHexStringLower(key.PublicKey()).ShouldBe(Rfc8032Public);
        var signature = key.Sign([]);
        Convert.ToHexStringLower(signature).ShouldBe(Rfc8032Signature);
        key.Verify([], signature).ShouldBeTrue();
        key.Verify([1], signature).ShouldBeFalse();
    }

    [Fact]
    public void An_ed25519_signature_is_base64_and_percent_encoded_in_the_query()
    {
        using var credentials = BinanceCredentials.Create(Key, Rfc8032Private);
        var query = Order("LTCBTC").ToSignedQuery(credentials.Signer);
        var signature = query[(query.IndexOf("&signature=", StringComparison.Ordinal) + 11)..];
        signature.ShouldNotContain("+");
        signature.ShouldNotContain("/");
        Convert.FromBase64String(Uri.UnescapeDataString(signature)).Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY----- c2VjcmV0")]
    public void A_key_of_another_kind_is_refused_without_being_repeated(string pem) =>
        Should.Throw<FormatException>(() => BinanceCredentials.Create(Key, pem)).ToString().ShouldNotContain("c2VjcmV0");

    [Fact]
    public void Nothing_shows_key_or_secret()
    {
        using var credentials = BinanceCredentials.Create(Key, Secret);
        foreach (var text in new[] { credentials.ToString(), credentials.Signer.ToString()! })
        {
            text.ShouldNotContain(Key);
            text.ShouldNotContain(Secret);
        }

        Should.Throw<ArgumentException>(() => BinanceCredentials.Create("bad\r\nkey", Secret)).Message.ShouldNotContain("bad");
    }

    private static RequestParameters Order(string symbol) =>
        new RequestParameters().Add("symbol", symbol).Add("side", "BUY").Add("type", "LIMIT").Add("timeInForce", "GTC")
            .Add("quantity", 1).Add("price", "0.1").Add("recvWindow", 5000).Add("timestamp", 1499827319559);

    private static void CheckVectors(string path)
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            string Text(string name) => vector.GetProperty(name).GetString()!;
            new HmacSigner(Text("key")).Sign(Encoding.UTF8.GetBytes(Text("message"))).ShouldBe(Text("signature"), Text("name"));
        }
    }
}
