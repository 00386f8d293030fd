using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace TradingBot.Tests.Api;

/// <summary>What the API takes, from whom, how fast.</summary>
public sealed class LimitsTests
{
    private static readonly (string, string) NoTokenLimit = ("Limits:RequestsPerSecond", "0");

    [Fact]
    public async Task A_token_has_its_rate_and_the_others_theirs()
    {
        await using var service = await ApiService.StartAsync(settings: [("Limits:RequestsPerSecond", "2")]);
        using var other = await service.NewUserAsync("olga");
        // All at once: one after the other they are none too many for a slow machine.
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => service.Admin.GetAsync("/api/v1/me")));

        var refused = answers.First(static a => a.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answers.Count(static a => a.StatusCode == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(2);
        await other.GetJsonAsync("/api/v1/me");
    }

    [Fact]
    public async Task An_address_that_guesses_is_locked_out_and_the_same_wrong_token_is_one_guess()
    {
        await using var service = await ApiService.StartAsync(settings: [NoTokenLimit, ("Limits:GuessesPerMinute", "3")]);
        using var stale = service.ClientOf(TokenOf('a'));
        for (var i = 0; i < 10; i++)
            await stale.GetAsync("/api/v1/me").ProblemAsync(401);
        using var nobody = service.ClientOf(null);
        await nobody.GetAsync("/api/v1/me").ProblemAsync(401);
        await service.Admin.GetJsonAsync("/api/v1/me");

        using var guess = service.ClientOf(TokenOf('b'));
        await guess.GetAsync("/api/v1/me").ProblemAsync(401);
        await nobody.PostAsJsonAsync("/api/v1/invites/redeem", new { code = "tbi_x" }).ProblemAsync(404);

        foreach (var client in new[] { guess, nobody, service.Admin })
            await client.GetAsync("/api/v1/me").ProblemAsync(429);
        (await nobody.GetAsync("/healthz/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_forwarded_address_counts_where_the_proxy_is_trusted_only()
    {
        foreach (var (trusted, status) in new[] { ("", 429), ("127.0.0.0/8", 401) })
        {
            await using var service = await ApiService.StartAsync(settings: [NoTokenLimit, ("Limits:GuessesPerMinute", "1"), ("Http:TrustedProxies", trusted)]);
            using var guess = service.ClientOf(TokenOf('c'));
            guess.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
            await guess.GetAsync("/api/v1/me").ProblemAsync(401);
            guess.DefaultRequestHeaders.Remove("X-Forwarded-For");
            guess.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.2");
            await guess.GetAsync("/api/v1/me").ProblemAsync(status);
        }
    }

    [Fact]
    public async Task Wrong_codes_of_one_time_pages_are_guesses()
    {
        await using var service = await ApiService.StartAsync(settings: [NoTokenLimit, ("Limits:GuessesPerMinute", "3")]);
        using var guess = service.ClientOf(null);
        // The page that was good once, opened again and again, is one guess.
        for (var i = 0; i < 5; i++)
            await guess.GetAsync("/once/keys/alice_0").ProblemAsync(404);
        await guess.GetAsync("/once/customer/alice_1").ProblemAsync(404);
        using (var sent = await guess.PostAsync("/once/keys/alice_2", new FormUrlEncodedContent([])))
            ((int)sent.StatusCode).ShouldBe(404);
        await guess.GetAsync("/once/keys/alice_3").ProblemAsync(429);
    }

    [Fact]
    public async Task A_body_that_does_not_come_ends_the_request()
    {
        await using var service = await ApiService.StartAsync(settings: [("Limits:RequestSeconds", "1")]);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.Token}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{{"),
            TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64];
        var read = await stream.ReadAsync(buffer, patience.Token);
        Encoding.ASCII.GetString(buffer, 0, read).ShouldStartWith("HTTP/1.1 503");
    }

    [Fact]
    public async Task No_other_site_is_let_in_and_answers_say_how_they_may_be_used()
    {
        await using var service = await ApiService.StartAsync();
        var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/me");
        preflight.Headers.Add("Origin", "https://evil.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        var plain = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        plain.Headers.Add("Origin", "https://evil.example");
        foreach (var request in new[] { preflight, plain })
        {
            using var answer = await service.Admin.SendAsync(request);
            answer.Headers.Select(h => h.Key).ShouldNotContain(h => h.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    private static string TokenOf(char letter) => "tb_" + new string(letter, 42) + "A";
}
