using TradingBot.Audit;

namespace TradingBot.Silo.Audit;

/// <summary>A row of <c>audit</c>.</summary>
internal sealed class StoredAudit
{
    public long Seq { get; set; }
    public string Id { get; set; } = "";
    public string UserId { get; set; } = "";
    public string Actor { get; set; } = "";
    public string Action { get; set; } = "";
    public string Subject { get; set; } = "";
    public string Text { get; set; } = "";
    public long RecordedAt { get; set; }
    public string Address { get; set; } = "";
    public string Hash { get; set; } = "";

    public AuditRow ToRow() => new(Id, UserId, Actor, Action, Subject, Text, RecordedAt, Address);
}
