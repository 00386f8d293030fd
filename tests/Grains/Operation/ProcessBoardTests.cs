using TradingBot.Operation;

namespace TradingBot.Tests.Grains.Operation;

/// <summary>What operators learn of the processes of a cluster.</summary>
public sealed class ProcessBoardTests : IAsyncLifetime
{
    private GrainFixture _service = null!;

    private IProcessBoardGrain Board => _service.Grains.GetGrain<IProcessBoardGrain>(IProcessBoardGrain.Key);

    public async ValueTask InitializeAsync() => _service = await GrainFixture.StartAsync(new ScriptedFeed());

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Each_process_is_shown_as_it_was_last()
    {
        await Board.ReportAsync(Of("silo-1", ComponentStatus.Ok));
        await Board.ReportAsync(Of("silo-2", ComponentStatus.Ok));
        await Board.ReportAsync(Of("silo-1", ComponentStatus.Failing));

        (await Board.ReadAsync()).Select(static r => (r.Process, r.Components.Single().State, r.Metrics)).ShouldBe(
            [("silo-1", ComponentStatus.Failing, "calls 1"), ("silo-2", ComponentStatus.Ok, "calls 1")]);
    }

    [Fact]
    public async Task Who_falls_silent_is_failing_until_forgotten_and_who_leaves_is_gone()
    {
        await Board.ReportAsync(Of("killed", ComponentStatus.Ok));
        await Board.ReportAsync(Of("ended", ComponentStatus.Ok));
        await Board.LeaveAsync("ended");
        // Elsewhere the clock also moves by itself.
        var margin = TimeSpan.FromSeconds(5);
        _service.Time.Advance(IProcessBoardGrain.Patience - margin);
        (await Board.ReadAsync()).Single().Components.Single().State.ShouldBe(ComponentStatus.Ok);

        _service.Time.Advance(2 * margin);
        var silent = (await Board.ReadAsync()).Single();
        silent.Process.ShouldBe("killed");
        var component = silent.Components.Single();
        component.ShouldBe(new("process", ComponentStatus.Failing, component.Detail, SeenAt: 5));
        component.Detail.ShouldStartWith("silent for 3");
        silent.Metrics.ShouldBeEmpty();

        _service.Time.Advance(IProcessBoardGrain.Memory);
        (await Board.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_dies_together_with_the_board_is_missed()
    {
        await Board.ReportAsync(Of("lives", ComponentStatus.Ok));
        await Board.ReportAsync(Of("died", ComponentStatus.Ok));
        await _service.KillAsync();
        await _service.StartAgainAsync();
        await Board.ReportAsync(Of("lives", ComponentStatus.Ok));

        _service.Time.Advance(IProcessBoardGrain.Patience + TimeSpan.FromSeconds(1));
        await Board.ReportAsync(Of("lives", ComponentStatus.Ok));
        (await Board.ReadAsync()).Select(static r => (r.Process, r.Components.Single().State)).ShouldBe(
            [("died", ComponentStatus.Failing), ("lives", ComponentStatus.Ok)]);
    }

    private static ProcessReport Of(string process, string state) => new(process, At: 5, [new("disk", state)], "calls 1");
}
