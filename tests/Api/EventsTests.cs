using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>The event stream of a fast demo.</summary>
public sealed class EventsTests : IAsyncLifetime
{
    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync(demo: true, speed: "6000");

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Connections_cut_at_random_lose_and_double_nothing()
    {
        var whole = ReadAsync("", "0", 400);
        var pieces = new List<(long Id, string Data)>();
        var random = new Random(1);
        while (pieces.Count < 400)
            pieces.AddRange(await ReadAsync("", pieces.Count == 0 ? "0" : $"{pieces[^1].Id}", Math.Min(400 - pieces.Count, random.Next(1, 60))));

        foreach (var (piece, expected) in pieces.Zip(await whole))
            piece.ShouldBe(expected);
        pieces.Select(p => p.Id).ShouldBeInOrder();
        pieces.Select(p => p.Id).Distinct().Count().ShouldBe(400);
    }

    [Fact]
    public async Task A_stream_that_begins_now_goes_on_with_what_comes()
    {
        var events = await ReadAsync("", null, 20);

        events.Count.ShouldBe(20);
        var (first, last) = (events[0].Id, events[^1].Id);
        var again = await ReadAsync("", $"{first}", 19);
        again.Select(e => e.Id).ShouldBe(events.Skip(1).Select(e => e.Id));
        last.ShouldBeGreaterThan(first);
    }

    [Fact]
    public async Task A_user_sees_their_own_events_only_and_a_symbol_narrows()
    {
        using var answer = await _service.Admin.PostAsJsonAsync("/api/v1/tokens?user=alice", new { name = "test" });
        using var alice = _service.ClientOf((await answer.Content.ReadFromJsonAsync<JsonObject>())!["token"]!.GetValue<string>());

        foreach (var lastId in new[] { "0", null })
        {
            foreach (var (_, data) in await ReadAsync("", lastId, 30, alice))
                JsonNode.Parse(data)!["user"]!.GetValue<string>().ShouldBe("alice");
            foreach (var (_, data) in await ReadAsync("?symbol=spot:ETHUSDT", lastId, 30))
                JsonNode.Parse(data)!["symbol"]!.GetValue<string>().ShouldBe("spot:ETHUSDT");
        }
    }

    [Fact]
    public async Task An_event_id_from_the_future_is_taken_for_now()
    {
        (await ReadAsync("", long.MaxValue.ToString(), 1)).Count.ShouldBe(1);
        using var bad = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        bad.Headers.Add("Last-Event-ID", "abc");
        (await _service.Admin.SendAsync(bad).ProblemAsync(400)).Fields().ShouldBe(["Last-Event-ID"]);
    }

    [Fact]
    public async Task The_lists_page_through_the_journal_without_gap_and_the_exports_hold_the_same()
    {
        await ReadAsync("", "0", 300);
        // One trader's rows come in the order of their times, and those of one time one by one; another's may come later with an earlier time.
        var until = (await _service.Admin.GetJsonAsync("/api/v1/fills?user=alice&limit=1"))["items"]![0]!["timeMs"]!.GetValue<long>() - 1;
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _service.Admin.GetJsonAsync($"/api/v1/fills?user=alice&to={until}&order=oldest-first&limit=7{cursor}");
            ids.AddRange(page["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        ids.Count.ShouldBeGreaterThan(10);
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Count);
        var json = await _service.Admin.GetJsonAsync($"/api/v1/fills/export?format=json&user=alice&to={until}&order=oldest-first");
        json.AsArray().Select(i => i!["id"]!.GetValue<string>()).ShouldBe(ids);
        var csv = await _service.Admin.GetStringAsync($"/api/v1/fills/export?user=alice&to={until}&order=oldest-first");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(l => l.Split(',')[0]).ShouldBe(ids);
        foreach (var path in new[] { "orders?status=filled", "trades", "pnl", "pnl?user=alice&timeZone=Europe/Berlin&equityPoints=5" })
            await _service.Admin.GetJsonAsync($"/api/v1/{path}");
    }

    private async Task<List<(long Id, string Data)>> ReadAsync(string query, string? lastId, int count, HttpClient? client = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events" + query);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        using var answer = await (client ?? _service.Admin).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        var events = new List<(long, string)>();
        long id = 0;
        while (events.Count < count && await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = long.Parse(line[4..]);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                events.Add((id, line[6..]));
        }

        return events;
    }
}
