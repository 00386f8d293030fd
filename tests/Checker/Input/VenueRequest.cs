namespace TradingBot.Tests.Checker.Input;

/// <summary>A request to place an order, or to replace one, and the venue's decision on it.</summary>
/// <param name="Seq">Number in the log.</param>
/// <param name="At">The clock, milliseconds UTC.</param>
/// <param name="Account">API key.</param>
/// <param name="Route">Method and path.</param>
/// <param name="ClientId">Client order id of the order to be placed.</param>
/// <param name="Status">HTTP status of the decision; what the client got to see may have been something else.</param>
/// <param name="Code">Binance's error code, 0 for none.</param>
public sealed record VenueRequest(long Seq, long At, string Account, string Route, string ClientId, int Status, int Code)
{
    public override string ToString() => $"venue log {Seq} at {Clock.Text(At)}: {Account} {Route} {ClientId} → {Status} {Code}";
}
