namespace TradingBot.Silo.Cluster.Migration;

/// <summary>What was moved of a table, and what arrived: the same, or the data are not to be used.</summary>
internal sealed record MovedTable(string Name, RowChecksum Sent, RowChecksum Arrived)
{
    public bool IsWhole => Sent.Rows == Arrived.Rows && Sent.ToString() == Arrived.ToString();
}
