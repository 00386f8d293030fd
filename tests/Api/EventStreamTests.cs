using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.Api;

/// <summary>An event stream's heartbeats, its end and its gaps, on a clock and a journal that the tests move.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly TraderKey Trader = TraderKey.Parse("alice/spot:BTCUSDT");
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly ManualTimeProvider _time = new();
    private ApiService _service = null!;
    private int _written;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync(time: _time, settings: ("Journal:EventsKept", "2000"));
        (await _service.NewUserAsync("alice")).Dispose();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_silent_stream_carries_heartbeats()
    {
        var begin = _time.GetUtcNow();
        using var stream = await OpenAsync(_service.Admin);
        for (var beat = 1; beat <= 3; beat++)
        {
            await _time.AdvanceUntilAsync(stream.UntilAsync(": heartbeat"), TimeSpan.FromSeconds(1));
            (_time.GetUtcNow() - begin).ShouldBeGreaterThanOrEqualTo(beat * Heartbeat);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_ends_within_a_heartbeat_after_its_token_was_revoked(bool busy)
    {
        using var made = await _service.Admin.PostAsJsonAsync("/api/v1/tokens?user=alice", new { name = "laptop" });
        var token = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
        using var laptop = _service.ClientOf(token["token"]!.GetValue<string>());
        using var stream = await OpenAsync(laptop);
        await WriteAsync(1);
        await stream.UntilAsync("event: notice");
        (await _service.Admin.DeleteAsync($"/api/v1/tokens/{token["id"]!.GetValue<string>()}?user=alice")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var end = stream.UntilEndAsync();
        if (busy)
        {
            for (var third = 0; third < 4; third++)
            {
                _time.Advance(Heartbeat / 3);
                await WriteAsync(1);
            }
        }
        else
        {
            _time.Advance(Heartbeat);
            await WriteAsync(1);
        }

        await end;
    }

    [Fact]
    public async Task Who_comes_back_after_events_were_dropped_is_told_so_and_gets_what_is_left()
    {
        using (var early = await OpenAsync(_service.Admin, "0"))
        {
            await WriteAsync(10);
            await early.UntilAsync("id: 10");
        }

        await WriteAsync(4_990);
        foreach (var (lastId, user) in new[] { ("10", ""), ("0", "?user=alice"), ("0", "?symbol=spot:BTCUSDT") })
        {
            using var late = await OpenAsync(_service.Admin, lastId, user);
            await late.UntilAsync("event: reset");
            await late.UntilAsync("data: {\"droppedThrough\":2864}");
            await late.UntilAsync("id: 2865");
            await late.UntilAsync("id: 5000");
            await late.UntilAsync("event: notice");
            late.Seen.Count(l => l == "event: reset").ShouldBe(1);
            late.Seen.Count(l => l == "event: notice").ShouldBe(2_136);
        }

        foreach (var (lastId, query) in new[] { ("2864", ""), ("4000", ""), ("0", "?symbol=spot:ETHUSDT"), ("0", "?user=admin") })
        {
            using var current = await OpenAsync(_service.Admin, lastId, query);
            if (query.Length == 0)
                await current.UntilAsync("id: 5000");
            else
                await _time.AdvanceUntilAsync(current.UntilAsync(": heartbeat"), Heartbeat);
            current.Seen.ShouldNotContain("event: reset");
        }
    }

    private async Task WriteAsync(int events)
    {
        var journal = _service.Services.GetRequiredService<IJournal>();
        await journal.WriteAsync(Trader, [.. Enumerable.Range(_written + 1, events).Select(n => new JournalEntry(n, EventKind.Notice, 7, 40, "a notice"))]);
        _written += events;
    }

    private static async Task<OpenStream> OpenAsync(HttpClient client, string? lastId = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events" + query);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stream = new OpenStream(answer, new(await answer.Content.ReadAsStreamAsync()));
        await stream.UntilAsync("retry: 2000");
        return stream;
    }

    private sealed class OpenStream(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        public List<string> Seen { get; } = [];

        public Task UntilAsync(string line) => ReadAsync(line).WaitAsync(Patience);

        public Task UntilEndAsync() => ReadAsync(null).WaitAsync(Patience);

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }

        private async Task ReadAsync(string? line)
        {
            string? read;
            do
            {
                read = await reader.ReadLineAsync() ?? (line is null ? null : throw new EndOfStreamException($"'{line}' has not come."));
                if (read is { Length: > 0 })
                    Seen.Add(read);
            }
            while (read != line);
        }
    }
}
