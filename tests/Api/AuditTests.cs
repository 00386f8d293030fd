using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Api;

/// <summary>Who did what, when, from where.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private const string Trader = "/api/v1/traders/spot:BTCUSDT";

    private ApiService _service = null!;
    private HttpClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync();
        _alice = await _service.NewUserAsync("alice");
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task What_is_asked_for_is_taken_down_with_who_what_and_from_where()
    {
        (await _alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).EnsureSuccessStatusCode();
        await _alice.PostAsync($"{Trader}/pause", null).ProblemAsync(409);
        (await _alice.PutAsJsonAsync("/api/v1/me/kill-switch", new { positions = "keep" })).EnsureSuccessStatusCode();
        (await _service.Admin.PostAsync($"{Trader}/start?user=alice", null)).EnsureSuccessStatusCode();
        (await _service.Admin.PostAsync("/api/v1/users/alice/suspend", null)).EnsureSuccessStatusCode();

        var rows = await UntilAsync(_service.Admin, "?user=alice", 6);

        rows.Reverse().Select(r => $"{r!["actor"]} {r["action"]} {r["subject"]}").ShouldBe(
        [
            "alice configureTrader spot:BTCUSDT", "alice pauseTrader spot:BTCUSDT", "alice pauseTrader spot:BTCUSDT", "alice killMine ",
            "admin startTrader spot:BTCUSDT", "admin suspendUser alice",
        ]);
        rows.ShouldAllBe(r => r!["user"]!.GetValue<string>() == "alice" && r["address"]!.GetValue<string>() == "127.0.0.1");
        rows[5]!["text"]!.GetValue<string>().ShouldContain("\"buyOffset\":\"5\"");
        rows[3]!["text"]!.GetValue<string>().ShouldStartWith("refused (409): ");
        rows[2]!["text"]!.GetValue<string>().ShouldBe("""{"positions":"keep"}""");
    }

    [Fact]
    public async Task A_user_sees_what_concerns_them_and_not_from_where_others_did_it()
    {
        (await _service.Admin.PutAsJsonAsync($"{Trader}?user=alice", HttpExtensions.Settings)).EnsureSuccessStatusCode();
        (await _alice.DeleteAsync(Trader)).EnsureSuccessStatusCode();

        var rows = await UntilAsync(_alice, "", 2);

        rows.Select(r => $"{r!["actor"]} {r["address"]}").ShouldBe(["alice 127.0.0.1", "admin "], ignoreOrder: true);
        await _alice.GetAsync("/api/v1/audit?user=admin").ProblemAsync(404);
        (await UntilAsync(_service.Admin, "?actor=admin&user=alice", 1))[0]!["address"]!.GetValue<string>().ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task No_secret_of_a_request_is_in_the_trail()
    {
        (await _alice.PutAsJsonAsync("/api/v1/me/exchange-keys/testnet", new { apiKey = "test-key", secret = "test-secret" })).EnsureSuccessStatusCode();
        await _alice.PutAsJsonAsync("/api/v1/me/exchange-keys/testnet", new { apiKey = "other-key", secret = "planted-secret" }).ProblemAsync(400);
        using var made = await _alice.PostAsJsonAsync("/api/v1/tokens", new { name = "laptop" });
        var token = (await made.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>();

        var text = (await UntilAsync(_service.Admin, "?user=alice", 4)).ToJsonString();

        foreach (var secret in new[] { "test-secret", "planted-secret", "test-key", "other-key", token })
            text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Verification_finds_every_change_and_what_is_missing_at_the_end()
    {
        for (var i = 0; i < 4; i++)
            (await _alice.PutAsJsonAsync(Trader, HttpExtensions.Settings)).EnsureSuccessStatusCode();
        await UntilAsync(_alice, "", 4);
        var (exit, whole) = await VerifyAsync();
        exit.ShouldBe(0, whole);
        // And the one that made alice.
        whole.ShouldStartWith("Audit trail: 5 rows, whole. Head: ");
        var head = whole.Trim()[^64..];
        await _service.StopAsync();
        (await VerifyAsync("--head", head)).Exit.ShouldBe(0);

        Execute("UPDATE audit SET text = ''").ShouldContain("append-only");
        Execute("DELETE FROM audit").ShouldContain("append-only");
        Execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted").ShouldBeEmpty();
        foreach (var column in new[] { "id", "user_id", "actor", "action", "subject", "text", "address", "recorded_at", "hash" })
        {
            Execute($"CREATE TABLE kept AS SELECT * FROM audit; UPDATE audit SET {column} = {column} || '1' WHERE seq = 3").ShouldBeEmpty();
            (await VerifyAsync()).ShouldSatisfyAllConditions(v => v.Exit.ShouldBe(1, column), v => v.Text.ShouldContain("row 3 "));
            Execute("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept").ShouldBeEmpty();
        }

        (await VerifyAsync()).Exit.ShouldBe(0);
        Execute("DELETE FROM audit WHERE seq = 5").ShouldBeEmpty();
        (await VerifyAsync()).Exit.ShouldBe(0);
        (await VerifyAsync("--head", head)).ShouldSatisfyAllConditions(v => v.Exit.ShouldBe(1), v => v.Text.ShouldContain("lost rows"));
        Execute("DELETE FROM audit WHERE seq = 2").ShouldBeEmpty();
        (await VerifyAsync()).Text.ShouldContain("row 3 ");
    }

    private string Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_service.Data, "grains.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            command.ExecuteNonQuery();
            return "";
        }
        catch (SqliteException refused)
        {
            return refused.Message;
        }
    }

    private async Task<(int Exit, string Text)> VerifyAsync(params string[] more)
    {
        var output = new StringWriter();
        var exit = await CommandLine.RunAsync(
            new RootCommand { AuditCommand.Create() }, ["audit", "verify", "--data", _service.Data, .. more], output, output, TestContext.Current.CancellationToken);
        return (exit, output.ToString());
    }

    private static async Task<JsonArray> UntilAsync(HttpClient client, string query, int count)
    {
        var items = (await client.UntilAsync($"/api/v1/audit{query}", a => a["items"]!.AsArray().Count >= count))["items"]!.AsArray();
        items.Count.ShouldBe(count, items.ToJsonString());
        return items;
    }
}
