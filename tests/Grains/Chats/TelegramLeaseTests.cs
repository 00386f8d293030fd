using TradingBot.Chats;

namespace TradingBot.Tests.Grains.Chats;

/// <summary>Which process works for a bot.</summary>
public sealed class TelegramLeaseTests : IAsyncLifetime
{
    private GrainFixture _service = null!;

    public async ValueTask InitializeAsync() => _service = await GrainFixture.StartAsync(new ScriptedFeed());

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task One_process_has_it_at_a_time_and_a_kill_of_its_silo_hands_it_to_nobody_else()
    {
        var first = (await AcquireAsync("a")).ShouldNotBeNull();
        (await AcquireAsync("b")).ShouldBeNull();

        await _service.KillAsync();
        await _service.StartAgainAsync();
        (await AcquireAsync("b")).ShouldBeNull("what was renewed before the kill may be held still");
        (await AcquireAsync("a")).ShouldBe(first);

        _service.Time.Advance(ITelegramLeaseGrain.Duration);
        (await AcquireAsync("b")).ShouldBe(first + 1);
        (await AcquireAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_given_back_is_there_for_the_next_at_once()
    {
        var first = (await AcquireAsync("a")).ShouldNotBeNull();
        await Lease.ReleaseAsync("b");
        (await AcquireAsync("b")).ShouldBeNull();
        await Lease.ReleaseAsync("a");
        (await AcquireAsync("b")).ShouldBe(first + 1);
    }

    private ITelegramLeaseGrain Lease => _service.Grains.GetGrain<ITelegramLeaseGrain>("42");

    private Task<long?> AcquireAsync(string owner) => Lease.AcquireAsync(owner, "bot");
}
