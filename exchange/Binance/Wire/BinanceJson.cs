using System.Text.Json.Serialization;

namespace TradingBot.Exchange.Binance.Wire;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(WireFixed8Converter), typeof(WireDecimalConverter), typeof(WireText)])]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(ServerTimeWire))]
[JsonSerializable(typeof(PriceWire))]
[JsonSerializable(typeof(ExchangeInfoWire))]
[JsonSerializable(typeof(OrderWire))]
[JsonSerializable(typeof(OrderWire[]))]
[JsonSerializable(typeof(TradeWire[]))]
[JsonSerializable(typeof(SpotAccountWire))]
[JsonSerializable(typeof(CancelReplaceWire))]
[JsonSerializable(typeof(CancelReplaceErrorWire))]
[JsonSerializable(typeof(AmendWire))]
[JsonSerializable(typeof(ApiRestrictionsWire))]
[JsonSerializable(typeof(UsdmBalanceWire[]))]
[JsonSerializable(typeof(PositionWire[]))]
[JsonSerializable(typeof(LeverageWire))]
[JsonSerializable(typeof(PositionModeWire))]
[JsonSerializable(typeof(CountdownWire))]
[JsonSerializable(typeof(ListenKeyWire))]
[JsonSerializable(typeof(AlgoOrderWire))]
[JsonSerializable(typeof(AlgoOrderWire[]))]
internal sealed partial class BinanceJson : JsonSerializerContext;
