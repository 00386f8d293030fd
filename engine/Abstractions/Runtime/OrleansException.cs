namespace Orleans.Runtime;

/// <summary>Base of the engine's own exceptions.</summary>
[GenerateSerializer]
public class OrleansException : Exception
{
    /// <summary>Makes one.</summary>
    public OrleansException()
    {
    }

    /// <summary>Makes one.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
