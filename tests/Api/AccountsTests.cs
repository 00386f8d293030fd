using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>The life of users and of their tokens.</summary>
public sealed class AccountsTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync(time: _time);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task An_invitation_makes_one_user()
    {
        var code = (await PostAsync(_service.Admin, "invites", new { role = "operator", days = 2 }))["code"]!.GetValue<string>();
        using var nobody = _service.ClientOf(null);
        await nobody.PostAsJsonAsync("/api/v1/invites/redeem", new { code = code + "x", id = "ivan" }).ProblemAsync(404);
        (await nobody.PostAsJsonAsync("/api/v1/invites/redeem", new { code, id = "admin" }).ProblemAsync(409)).Fields().ShouldBe(["id"]);

        var made = await PostAsync(nobody, "invites/redeem", new { code, id = "ivan" });

        made["user"]!["role"]!.GetValue<string>().ShouldBe("operator");
        using var ivan = _service.ClientOf(made["token"]!.GetValue<string>());
        (await ivan.GetJsonAsync("/api/v1/me"))["scope"]!.GetValue<string>().ShouldBe("admin");
        await nobody.PostAsJsonAsync("/api/v1/invites/redeem", new { code, id = "iris" }).ProblemAsync(404);
        (await _service.Admin.GetJsonAsync("/api/v1/invites"))["items"]![0]!["usedBy"]!.GetValue<string>().ShouldBe("ivan");
    }

    [Fact]
    public async Task An_invitation_that_is_revoked_or_has_expired_makes_nobody()
    {
        var (late, revoked) = (await PostAsync(_service.Admin, "invites", new { days = 1 }), await PostAsync(_service.Admin, "invites", new { days = 3 }));
        (await _service.Admin.DeleteAsync($"/api/v1/invites/{revoked["invite"]!["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _time.Advance(TimeSpan.FromDays(1));
        using var nobody = _service.ClientOf(null);
        foreach (var invite in new[] { late, revoked })
            await nobody.PostAsJsonAsync("/api/v1/invites/redeem", new { code = invite["code"]!.GetValue<string>() }).ProblemAsync(404);
    }

    [Fact]
    public async Task A_token_tells_scope_expiry_and_last_use()
    {
        var expires = _time.GetUtcNow().AddDays(1);
        using var user = await _service.NewUserAsync("tom");
        var made = await PostAsync(user, "tokens", new { name = "watch", scope = "read", expiresAt = expires });
        (await TokenAsync())["lastUsedAt"].ShouldBeNull();
        using var watch = _service.ClientOf(made["token"]!.GetValue<string>());
        await watch.GetJsonAsync("/api/v1/me");

        var token = await TokenAsync();

        token["scope"]!.GetValue<string>().ShouldBe("read");
        token["lastUsedAt"]!.GetValue<DateTimeOffset>().ShouldBe(_time.GetUtcNow(), TimeSpan.FromMinutes(1));
        token["expiresAt"]!.GetValue<DateTimeOffset>().ShouldBe(expires, TimeSpan.FromMilliseconds(1));
        (await user.PostAsJsonAsync("/api/v1/tokens", new { name = "old", expiresAt = _time.GetUtcNow() }).ProblemAsync(400)).Fields().ShouldBe(["expiresAt"]);

        async Task<JsonNode> TokenAsync() => (await user.GetJsonAsync("/api/v1/tokens"))["items"]!.AsArray().Single(t => t!["name"]!.GetValue<string>() == "watch")!;
    }

    [Fact]
    public async Task A_suspended_users_traders_make_no_entries_also_after_a_restart()
    {
        using var user = await _service.NewUserAsync("sue");
        (await user.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", HttpExtensions.Settings)).EnsureSuccessStatusCode();
        (await user.PostAsync("/api/v1/traders/spot:BTCUSDT/start", null)).EnsureSuccessStatusCode();

        (await PostAsync(_service.Admin, "users/sue/suspend", new { }))["standing"]!.GetValue<string>().ShouldBe("suspended");

        (await BlockedByAsync()).ShouldBe("user-suspended");
        await _service.StopAsync();
        await _service.StartAgainAsync(time: _time);
        (await BlockedByAsync()).ShouldBe("user-suspended");
        await PostAsync(_service.Admin, "users/sue/restore", new { });
        (await BlockedByAsync()).ShouldBe("none");

        async Task<string> BlockedByAsync() =>
            (await _service.Admin.GetJsonAsync("/api/v1/traders/spot:BTCUSDT?user=sue"))["risk"]!["blockedBy"]!.GetValue<string>();
    }

    [Fact]
    public async Task A_role_is_changed_from_the_next_request_on_and_taken_down()
    {
        using var user = await _service.NewUserAsync("rob");
        await user.GetAsync("/api/v1/admin/service").ProblemAsync(403);

        for (var i = 0; i < 2; i++)
            (await PutRoleAsync("rob", "operator"))["role"]!.GetValue<string>().ShouldBe("operator");
        await user.GetJsonAsync("/api/v1/admin/service");
        await PutRoleAsync("rob", "trader");
        await user.GetAsync("/api/v1/admin/service").ProblemAsync(403);

        await _service.Admin.PutAsJsonAsync("/api/v1/users/admin/role", new { role = "trader" }).ProblemAsync(409);
        await _service.Admin.PutAsJsonAsync("/api/v1/users/nobody/role", new { role = "trader" }).ProblemAsync(404);
        (await _service.Admin.PutAsJsonAsync("/api/v1/users/rob/role", new { role = "king" }).ProblemAsync(400)).Fields().ShouldBe(["role"]);
        (await _service.Admin.PutAsJsonAsync("/api/v1/users/rob/role", new { }).ProblemAsync(400)).Fields().ShouldBe(["role"]);
        var audit = await _service.Admin.UntilAsync("/api/v1/audit?user=rob", static a => a["items"]!.AsArray().Count(static e => e!["action"]!.GetValue<string>() == "setUserRole") >= 5);
        audit.ToJsonString().ShouldContain("operator");
        (await _service.Admin.DeleteAsync("/api/v1/users/rob")).EnsureSuccessStatusCode();
        await _service.Admin.PutAsJsonAsync("/api/v1/users/rob/role", new { role = "admin" }).ProblemAsync(404);

        async Task<JsonNode> PutRoleAsync(string id, string role)
        {
            using var answer = await _service.Admin.PutAsJsonAsync($"/api/v1/users/{id}/role", new { role });
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
            return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        }
    }

    [Fact]
    public async Task A_deleted_user_is_gone_with_keys_and_tokens_and_the_id_stays_taken()
    {
        using var user = await _service.NewUserAsync("dan");
        (await user.PutAsJsonAsync("/api/v1/traders/spot:BTCUSDT", HttpExtensions.Settings)).EnsureSuccessStatusCode();
        (await user.PutAsJsonAsync("/api/v1/me/exchange-keys/testnet", new { apiKey = "test-key", secret = "test-secret" })).EnsureSuccessStatusCode();
        await _service.Admin.DeleteAsync("/api/v1/users/admin").ProblemAsync(409);

        (await _service.Admin.DeleteAsync("/api/v1/users/dan")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await user.GetAsync("/api/v1/me").ProblemAsync(401);
        (await _service.Admin.GetJsonAsync("/api/v1/users/dan"))["standing"]!.GetValue<string>().ShouldBe("deleted");
        (await _service.Admin.GetJsonAsync("/api/v1/tokens?user=dan"))["items"]!.AsArray().ShouldBeEmpty();
        (await _service.Admin.GetJsonAsync("/api/v1/traders?user=dan"))["items"]!.AsArray().ShouldBeEmpty();
        await _service.Admin.PostAsJsonAsync("/api/v1/users", new { id = "dan" }).ProblemAsync(409);
        await _service.Admin.PostAsync("/api/v1/users/dan/restore", null).ProblemAsync(404);
        // Again changes nothing.
        (await _service.Admin.DeleteAsync("/api/v1/users/dan")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/{path}", body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
