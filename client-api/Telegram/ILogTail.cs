namespace TradingBot.ClientApi.Telegram;

/// <summary>The last lines of the service's log files, where it writes any.</summary>
public interface ILogTail
{
    /// <summary>The components that have a file of their own.</summary>
    IReadOnlyList<string> Components { get; }

    /// <summary>The last lines of a component's file, oldest first.</summary>
    Task<IReadOnlyList<string>> ReadAsync(string component, int lines, CancellationToken cancellationToken);
}
