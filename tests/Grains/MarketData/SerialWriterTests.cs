using TradingBot.Grains.Storage;

namespace TradingBot.Tests.Grains.MarketData;

public sealed class SerialWriterTests
{
    private readonly List<TaskCompletionSource> _writes = [];
    private readonly SerialWriter _writer;

    public SerialWriterTests() => _writer = new(() =>
    {
        _writes.Add(new());
        return _writes[^1].Task;
    });

    [Fact]
    public void Those_who_ask_during_a_write_share_the_next_one()
    {
        var first = _writer.WriteAsync();
        var second = _writer.WriteAsync();
        _writer.WriteAsync().ShouldBeSameAs(second);
        _writes.Count.ShouldBe(1);

        _writes[0].SetResult();
        first.IsCompletedSuccessfully.ShouldBeTrue();
        _writes.Count.ShouldBe(2);
        second.IsCompleted.ShouldBeFalse();

        var third = _writer.WriteAsync();
        third.ShouldNotBeSameAs(second);
        _writes.Count.ShouldBe(2);
        _writes[1].SetResult();
        second.IsCompletedSuccessfully.ShouldBeTrue();
        _writes[2].SetResult();
        third.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_write_fails_for_those_who_asked_for_it_only()
    {
        var first = _writer.WriteAsync();
        var second = _writer.WriteAsync();
        _writes[0].SetException(new IOException("the disk is full"));
        await Should.ThrowAsync<IOException>(() => first);

        _writes[1].SetResult();
        await second;
    }
}
