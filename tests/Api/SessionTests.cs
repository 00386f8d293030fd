using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using TradingBot.Notifications;

namespace TradingBot.Tests.Api;

/// <summary>Signing in to the web page and out.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";

    private readonly ShiftedTime _time = new();
    private ApiService _service = null!;
    private HttpClient _user = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync(time: _time);
        _user = await _service.NewUserAsync("wendy");
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_token_opens_a_session_that_ends_with_sign_out()
    {
        using var browser = _service.ClientOf(null);
        using var answer = await browser.PostAsJsonAsync("/api/v1/session", new { token = TokenOf(_user) });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("tb_");
        (await browser.GetJsonAsync("/api/v1/me"))["scope"]!.GetValue<string>().ShouldBe("trade");

        // What another site could send has not the header.
        await browser.PutAsJsonAsync(Trader, HttpExtensions.Settings).ProblemAsync(401);
        browser.DefaultRequestHeaders.Add("X-Requested-With", "web-page");
        (await browser.PutAsJsonAsync(Trader, HttpExtensions.Settings)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await browser.PostAsJsonAsync("/api/v1/tokens", new { name = "more" }).ProblemAsync(403);

        (await browser.DeleteAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await browser.GetAsync("/api/v1/me").ProblemAsync(401);
        using var stolen = _service.ClientOf(cookie.Split('=', ';')[1]);
        await stolen.GetAsync("/api/v1/me").ProblemAsync(401);
        await _user.GetJsonAsync("/api/v1/me");
    }

    [Fact]
    public async Task A_session_ends_after_12_hours_and_lets_do_no_more_than_its_token()
    {
        using var made = await _user.PostAsJsonAsync("/api/v1/tokens", new { name = "watch", scope = "read" });
        using var browser = _service.ClientOf(null);
        var token = (await made.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();
        (await browser.PostAsJsonAsync("/api/v1/session", new { token })).EnsureSuccessStatusCode();
        (await browser.GetJsonAsync("/api/v1/me"))["scope"]!.GetValue<string>().ShouldBe("read");
        _time.Advance(TimeSpan.FromHours(12));
        await browser.GetAsync("/api/v1/me").ProblemAsync(401);
    }

    [Fact]
    public async Task A_code_goes_to_the_linked_chat_and_works_once_for_a_while()
    {
        var chat = _service.Services.GetRequiredService<IClusterClient>().GetGrain<INotificationGrain>("wendy");
        await chat.LinkAsync(4711);
        using var browser = _service.ClientOf(null);
        var code = await NewCodeAsync();
        await SignInAsync("00000000" == code ? "11111111" : "00000000").ProblemAsync(403);
        (await SignInAsync(code)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await browser.GetJsonAsync("/api/v1/me"))["id"]!.GetValue<string>().ShouldBe("wendy");
        await SignInAsync(code).ProblemAsync(403);

        code = await NewCodeAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        await SignInAsync(code).ProblemAsync(403);

        // After five wrong ones the right one does not help any more.
        code = await NewCodeAsync();
        for (var i = 0; i < 5; i++)
            await SignInAsync("x").ProblemAsync(403);
        await SignInAsync(code).ProblemAsync(403);

        async Task<string> NewCodeAsync()
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            (await browser.PostAsJsonAsync("/api/v1/session/code", new { user = "wendy" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            var batch = (await chat.TakeAsync()).ShouldNotBeNull();
            await chat.ConfirmAsync(batch.Items[^1].Id);
            return batch.Items[^1].Notification.Title[..8];
        }

        Task<HttpResponseMessage> SignInAsync(string given) => browser.PostAsJsonAsync("/api/v1/session", new { user = "wendy", code = given });
    }

    [Fact]
    public async Task Nobody_learns_who_is_a_user_and_a_suspended_one_is_not_let_in()
    {
        using var browser = _service.ClientOf(null);
        foreach (var user in new[] { "wendy", "nobody" })
        {
            (await browser.PostAsJsonAsync("/api/v1/session/code", new { user })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await browser.PostAsJsonAsync("/api/v1/session", new { user, code = "12345678" }).ProblemAsync(403))["detail"]!.GetValue<string>().ShouldContain("not valid");
        }

        (await _service.Admin.PostAsync("/api/v1/users/wendy/suspend", null)).EnsureSuccessStatusCode();
        (await browser.PostAsJsonAsync("/api/v1/session", new { token = TokenOf(_user) }).ProblemAsync(403))["detail"]!.GetValue<string>().ShouldContain("suspended");
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_shows_the_sign_in()
    {
        using var browser = _service.ClientOf(null);
        using var answer = await browser.GetAsync("/");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("http");
        Assert.SkipUnless(Support.Browser.IsInstalled, Support.Browser.Absent);

        var document = await Support.Browser.RenderAsync(_service.Address);

        document.ShouldContain("Send me a code");
        document.ShouldMatch("""<main id="sign-in" class="card">""");
        document.ShouldMatch("""<div id="overview" hidden="">""");
    }

    private static string TokenOf(HttpClient client) => client.DefaultRequestHeaders.Authorization!.Parameter!;
}
