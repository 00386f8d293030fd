using System.Text.Json;
using TradingBot.Engine.Hosting;

namespace TradingBot.Tests.Engine.Embedded;

public sealed class StateJsonTests
{
    private static readonly JsonSerializerOptions Options = new EmbeddedEngineOptions().StateJson;

    [Fact]
    public void What_reads_the_same_when_it_is_missing_is_not_written() =>
        Assert.Equal(
            """{"Since":-1,"Names":[],"Size":{"Times":1},"Parts":{}}""",
            JsonSerializer.Serialize(new Everything(), Options));

    [Fact]
    public void Zero_and_null_are_written_where_something_else_is_the_beginning()
    {
        var read = RoundTrip(new Everything { Since = 0, Names = null, Size = new(0, 0), When = default(DateTime), Open = true });

        Assert.Equal((0L, null, new Size(0, 0), default(DateTime), true), (read.Since, read.Names, read.Size, read.When, read.Open));
    }

    [Fact]
    public void Values_come_back_as_they_were()
    {
        var read = RoundTrip(new Everything { Count = 3, Since = 5, Names = ["a"], Size = new(2, 7), Parts = { [0] = new(0, 1), [1] = new(0, 0) } });

        Assert.Equal((3, 5L, "a", new Size(2, 7), null), (read.Count, read.Since, read.Names!.Single(), read.Size, read.When));
        Assert.Equal([new(0, 1), new(0, 0)], read.Parts.Values);
    }

    private static Everything RoundTrip(Everything state) =>
        JsonSerializer.Deserialize<Everything>(JsonSerializer.Serialize(state, Options), Options)!;

    private sealed class Everything
    {
        public int Count { get; set; }

        public long Since { get; set; } = -1;

        public List<string>? Names { get; set; } = [];

        public Size Size { get; set; } = new(0);

        public DateTime? When { get; set; }

        public bool Open { get; set; }

        public Dictionary<int, Size> Parts { get; init; } = [];
    }

    private sealed record Size(int Width, int Times = 1);
}
