using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Audit;
using TradingBot.Grains.Journal;

namespace TradingBot.Grains.Audit;

/// <summary>Keeps what a user does until it is in the audit trail.</summary>
public sealed class AuditGrain(
    [PersistentState("audit", "grains")] IPersistentState<AuditState> state, IAuditRecords records, TimeProvider time, ILogger<AuditGrain> logger)
    : JournalingGrain<AuditRow>(logger), IAuditGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        OpenOutbox(new(state.State.Outbox, records.WriteAsync), () => state.WriteStateAsync());
        return Task.CompletedTask;
    }

    public async Task RecordAsync(string userId, string action, string subject, string text, string address)
    {
        await MakeRoomAsync();
        var actor = this.GetPrimaryKeyString();
        Outbox.Add(new($"api.{actor}.{++state.State.Last}", userId, actor, action, subject, text, time.GetUtcNow().ToUnixTimeMilliseconds(), address));
        await SaveAsync();
        FlushSoon();
    }

    public Task<int> GetWaitingAsync() => Task.FromResult(Outbox.Waiting);
}

/// <summary>The durable state of <see cref="AuditGrain"/>.</summary>
public sealed class AuditState
{
    /// <summary>Number of the last entry.</summary>
    public long Last { get; set; }

    /// <summary>Entries that are not in the trail yet.</summary>
    public List<AuditRow> Outbox { get; init; } = [];
}
