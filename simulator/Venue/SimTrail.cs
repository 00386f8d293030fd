namespace TradingBot.Simulator.Venue;

/// <summary>
/// What a trailing stop follows: from its activation on the best price, and it triggers once the price has come back from there
/// by the callback rate.
/// </summary>
/// <param name="isBuy">A buy follows the price down and triggers on the way up.</param>
/// <param name="callbackRate">Percent.</param>
/// <param name="activatePrice">Where it begins to follow.</param>
/// <param name="tick">The grid of its trigger price.</param>
internal sealed class SimTrail(bool isBuy, decimal callbackRate, decimal activatePrice, decimal tick)
{
    private decimal _best;

    public bool IsActive => _best > 0;

    public decimal CallbackRate => callbackRate;

    public decimal ActivatePrice => activatePrice;

    /// <summary>The price at which it triggers as things stand.</summary>
    public decimal Level => isBuy
        ? Math.Ceiling(_best * (1 + callbackRate / 100) / tick) * tick
        : Math.Floor(_best * (1 - callbackRate / 100) / tick) * tick;

    public void Activate(decimal price) => _best = price;

    public void Follow(decimal price)
    {
        if (IsActive)
            _best = isBuy ? Math.Min(_best, price) : Math.Max(_best, price);
    }
}
