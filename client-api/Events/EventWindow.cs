namespace TradingBot.ClientApi.Events;

/// <summary>The last events. Never changes; a newer one takes its place.</summary>
/// <param name="After">All events behind this id, up to <paramref name="Last"/>, are here.</param>
/// <param name="Last">Everything up to this id has been read.</param>
/// <param name="Frames">The events.</param>
internal sealed record EventWindow(long After, long Last, EventFrame[] Frames)
{
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A window without events: whoever has not seen all up to an id reads the journal.</summary>
    public static EventWindow StartingAt(long id) => new(id, id, []);

    /// <summary>Completes when there is a newer window.</summary>
    public Task Replaced => _replaced.Task;

    /// <summary>This window and newer events, without the oldest where there are more than <paramref name="kept"/>.</summary>
    public EventWindow With(IReadOnlyList<EventFrame> newer, int kept)
    {
        EventFrame[] all = [.. Frames, .. newer];
        var dropped = Math.Max(0, all.Length - kept);
        return new(dropped > 0 ? all[dropped - 1].Id : After, newer[^1].Id, all[dropped..]);
    }

    /// <summary>Tells those who wait.</summary>
    public void Replace() => _replaced.TrySetResult();

    /// <summary>The events behind an id that is not before <see cref="After"/>.</summary>
    public ReadOnlySpan<EventFrame> Behind(long id)
    {
        var (low, high) = (0, Frames.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Frames[middle].Id <= id)
                low = middle + 1;
            else
                high = middle;
        }

        return Frames.AsSpan(low);
    }
}
