namespace TradingBot.Engine.Activation;

internal enum ActivationStatus
{
    /// <summary>Known to the directory; nobody has called it yet.</summary>
    Created,

    /// <summary>The grain object is being built and activated; calls wait.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Active,

    /// <summary>The grain is saying farewell; calls wait for the next activation.</summary>
    Deactivating,

    /// <summary>Gone from the directory; refuses calls.</summary>
    Ended,
}
