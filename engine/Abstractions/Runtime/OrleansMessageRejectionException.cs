namespace Orleans.Runtime;

/// <summary>The engine refused a call without running it: it has not started, is stopping or has stopped.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }
}
