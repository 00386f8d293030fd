using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>
/// The times in which nobody can be blamed for a missing stop: the service was killed, the venue refused, or hid what had
/// happened.
/// </summary>
internal sealed class Excuses
{
    private readonly Dictionary<string, List<(long From, long To)>> _byAccount = [];
    private readonly List<(long From, long To)> _all;

    public Excuses(RunNotes notes, VenueLog venue)
    {
        var allowed = notes.Allowed;
        _all = [.. notes.Outages.Select(static o => (o.From, o.To))];
        // What comes twice hides nothing.
        foreach (var fault in venue.Faults.Where(static f => f.Kind != "duplicate-events"))
            Add(fault.Account, fault.At, fault.At + fault.Ms + After(fault.Kind));
        // What it has lost a trader sees at the second look at its account; until then it may offer what is not there.
        foreach (var wipe in venue.Wipes)
            Add(wipe.Account, wipe.At, long.MaxValue);
        foreach (var request in venue.Requests.Where(static r => r.Status != 200))
            Add(request.Account, request.At, request.At + allowed.AfterRefusal);

        long After(string kind) => kind switch
        {
            "answer-lost" or "timeout-before" or "late-request" or "http-error" or "unknown-1007" => allowed.AfterLostAnswer,
            "late-events" or "reorder-events" or "lost-events" => allowed.AfterLostEvent,
            "drop-sockets" or "freeze-sockets" => allowed.AfterBrokenConnection,
            _ => allowed.AfterRefusal,
        };
    }

    /// <summary>How much of a time is not excused.</summary>
    public long Unexcused(string account, long from, long to)
    {
        var left = to - from;
        var covered = from;
        foreach (var (begin, end) in _all.Concat(_byAccount.GetValueOrDefault(account, [])).Where(e => e.To > from && e.From < to).Order())
        {
            var (b, e) = (Math.Max(begin, covered), Math.Min(end, to));
            if (e <= b)
                continue;
            left -= e - b;
            covered = e;
        }

        return left;
    }

    private void Add(string? account, long from, long to)
    {
        if (account is null)
            _all.Add((from, to));
        else if (_byAccount.TryGetValue(account, out var list))
            list.Add((from, to));
        else
            _byAccount.Add(account, [(from, to)]);
    }
}
