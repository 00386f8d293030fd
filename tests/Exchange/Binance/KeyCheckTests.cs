using System.Net;
using System.Text.Json;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;
using TradingBot.Tests.Exchange.Simulator;

namespace TradingBot.Tests.Exchange.Binance;

public sealed class KeyCheckTests
{
    private const string Safe =
        """{"ipRestrict":true,"enableReading":true,"enableSpotAndMarginTrading":true,"enableFutures":true,"enableWithdrawals":false,"enableInternalTransfer":false,"permitsUniversalTransfer":false}""";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MarketType.Spot, "", "", KeyVerdictKind.Safe, "")]
    [InlineData(MarketType.Spot, "\"enableWithdrawals\":false", "\"enableWithdrawals\":true", KeyVerdictKind.Unsafe, "Enable Withdrawals")]
    [InlineData(MarketType.Spot, "\"enableWithdrawals\":false", "\"x\":1", KeyVerdictKind.Unsafe, "Enable Withdrawals")]
    [InlineData(MarketType.Spot, "\"enableInternalTransfer\":false", "\"enableInternalTransfer\":true", KeyVerdictKind.Unsafe, "Enable Internal Transfer")]
    [InlineData(MarketType.Spot, "\"permitsUniversalTransfer\":false", "\"permitsUniversalTransfer\":true", KeyVerdictKind.Unsafe, "Permits Universal Transfer")]
    [InlineData(MarketType.Spot, "\"enableReading\":true", "\"enableReading\":false", KeyVerdictKind.Unsafe, "Enable Reading")]
    [InlineData(MarketType.Spot, "\"enableSpotAndMarginTrading\":true", "\"enableSpotAndMarginTrading\":false", KeyVerdictKind.Unsafe, "Enable Spot & Margin Trading")]
    [InlineData(MarketType.Usdm, "\"enableFutures\":true", "\"enableFutures\":false", KeyVerdictKind.Unsafe, "Enable Futures")]
    [InlineData(MarketType.Spot, "\"ipRestrict\":true", "\"tradingAuthorityExpirationTime\":1", KeyVerdictKind.Unsafe, "ended on 1970-01-01")]
    public void A_key_is_judged_by_what_it_may_do(MarketType market, string from, string to, KeyVerdictKind kind, string problem)
    {
        var json = from.Length == 0 ? Safe : Safe.Replace(from, to, StringComparison.Ordinal);
        var verdict = KeyCheck.Judge(JsonSerializer.Deserialize(json, BinanceJson.Default.ApiRestrictionsWire)!, market, Now);
        verdict.Kind.ShouldBe(kind);
        string.Join(' ', verdict.Problems).ShouldContain(problem);
    }

    [Fact]
    public async Task A_live_venue_is_asked_and_a_testnet_cannot_tell()
    {
        await using var simulated = await SimulatedVenue.StartAsync();
        await using var live = simulated.Venue(BinanceEnvironment.Live);
        await using var testnet = simulated.Venue();
        (await live.CheckKeyAsync(MarketType.Spot, simulated.Key, Cancellation)).Kind.ShouldBe(KeyVerdictKind.Safe);
        var verdict = await testnet.CheckKeyAsync(MarketType.Usdm, simulated.Key, Cancellation);
        verdict.Kind.ShouldBe(KeyVerdictKind.Unverifiable);
        verdict.Problems.ShouldHaveSingleItem().ShouldContain("permissions are not checked");
        using var wrong = TradingBot.Exchange.Binance.Signing.BinanceCredentials.Create("test-key", "wrong");
        (await live.CheckKeyAsync(MarketType.Spot, wrong, Cancellation)).Kind.ShouldBe(KeyVerdictKind.Invalid);
    }

    [Fact]
    public async Task A_venue_that_does_not_answer_proves_nothing()
    {
        var venue = new TestVenue(MarketType.Spot);
        foreach (var _ in Enumerable.Range(0, 3))
            venue.Handler.Answer("", HttpStatusCode.BadGateway);
        var check = KeyCheck.RunAsync(venue.Spot, venue.Usdm, MarketType.Spot, BinanceEnvironment.Live, TestVenue.Credentials, Now, Cancellation);
        await venue.Time.AdvanceUntilAsync(check, TimeSpan.FromMilliseconds(100));
        (await check).Kind.ShouldBe(KeyVerdictKind.Unknown);
    }
}
