namespace TradingBot.Payments;

/// <summary>Told whether the payment provider can be reached. From whoever wants to know; none is needed.</summary>
public interface IProviderWatch
{
    /// <summary>It has answered.</summary>
    void Works();

    /// <summary>It has not, or it refuses the credentials.</summary>
    /// <param name="reason">Why, without secrets.</param>
    void Fails(string reason);
}
