namespace TradingBot.Exchange.Binance.Rest;

/// <summary>One attempt's answer.</summary>
/// <param name="Status">HTTP status; 0 for none.</param>
/// <param name="Body">Body.</param>
/// <param name="Error">Null for success.</param>
internal readonly record struct BinanceReply(int Status, ReadOnlyMemory<byte> Body, BinanceError? Error);
