namespace TradingBot.Grains.Trading.Faults;

/// <summary>
/// Told of every step in the life of an order, so that a test can end the process between any two of them. Nobody implements it in
/// production: then nothing of this is in the way of a call.
/// </summary>
public interface IFaultPoints
{
    /// <summary>A step is about to be made, or has just been.</summary>
    /// <param name="step">One of <see cref="FaultStep"/>, and where it belongs to an order's role, that.</param>
    void Pass(string step);
}
