namespace TradingBot.Billing;

/// <summary>
/// Keeps news for a user until the subscription has taken them, so that a webhook is answered as soon as they are on the disk,
/// whatever the subscription is busy with. Key: the user id.
/// </summary>
[Alias("payment-inbox")]
public interface IPaymentInboxGrain : IGrainWithStringKey
{
    /// <summary>Keeps news. Durable when it returns; an event that was kept before changes nothing.</summary>
    [Alias("put")]
    Task PutAsync(PaymentNews news);
}
