using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>Changes that are sent more than once.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Backtests = "/api/v1/backtests";
    private static readonly object Order = new { symbol = "spot:BTCUSDT", interval = "1m", size = new { kind = "percent", value = 10 }, candles = 10 };

    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task The_same_request_is_carried_out_once_and_answered_as_before_also_after_a_restart()
    {
        using var first = await SendAsync(_service.Admin, Backtests, "k1", Order);
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var again = await SendAsync(_service.Admin, Backtests, "k1", Order);
        await _service.StopAsync();
        await _service.StartAgainAsync();
        using var later = await SendAsync(_service.Admin, Backtests, "k1", Order);

        foreach (var repeated in new[] { again, later })
        {
            repeated.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            repeated.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
            repeated.Headers.Location.ShouldBe(first.Headers.Location);
            (await repeated.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
            repeated.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        }

        (await _service.Admin.GetJsonAsync(Backtests))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_the_same_time_are_carried_out_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(_service.Admin, Backtests, "k2", Order)));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Accepted || a.StatusCode == HttpStatusCode.Conflict);
        answers.Count(a => a.StatusCode == HttpStatusCode.Accepted && !a.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        (await _service.Admin.GetJsonAsync(Backtests))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_belongs_to_one_request_of_one_user()
    {
        using var user = await _service.NewUserAsync("uma");
        (await SendAsync(_service.Admin, Backtests, "k3", Order)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await SendAsync(_service.Admin, Backtests, "k3", new { symbol = "spot:ETHUSDT", interval = "1m", size = new { kind = "percent", value = 10 } })
            .ProblemAsync(409)).Fields().ShouldBe(["Idempotency-Key"]);
        await SendAsync(_service.Admin, "/api/v1/me/risk/reset-drawdown", "k3", null).ProblemAsync(409);
        using var others = await SendAsync(user, Backtests, "k3", Order);
        others.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        others.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        (await SendAsync(_service.Admin, Backtests, new string('k', 129), Order).ProblemAsync(400)).Fields().ShouldBe(["Idempotency-Key"]);
    }

    [Fact]
    public async Task What_was_refused_may_be_tried_again()
    {
        const string trader = "/api/v1/traders/spot:BTCUSDT";
        await SendAsync(_service.Admin, $"{trader}/start", "k4", null).ProblemAsync(404);
        (await _service.Admin.PutAsJsonAsync(trader, HttpExtensions.Settings)).EnsureSuccessStatusCode();
        (await SendAsync(_service.Admin, $"{trader}/start", "k4", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _service.Admin.PostAsync($"{trader}/stop", null)).EnsureSuccessStatusCode();
        // Sent again it starts nothing.
        (await SendAsync(_service.Admin, $"{trader}/start", "k4", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _service.Admin.GetJsonAsync(trader))["runState"]!.GetValue<string>().ShouldBe("stopped");
    }

    [Fact]
    public async Task A_token_is_told_once_and_not_kept_with_the_answer()
    {
        using var made = await SendAsync(_service.Admin, "/api/v1/tokens", "k5", new { name = "laptop" });
        var token = (await made.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();
        await SendAsync(_service.Admin, "/api/v1/tokens", "k5", new { name = "laptop" }).ProblemAsync(409);
        (await _service.Admin.GetJsonAsync("/api/v1/tokens"))["items"]!.AsArray().Count.ShouldBe(2);

        await _service.StopAsync();
        foreach (var file in Directory.EnumerateFiles(_service.Data))
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token)).ShouldBe(-1, file);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string key, object? body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}
