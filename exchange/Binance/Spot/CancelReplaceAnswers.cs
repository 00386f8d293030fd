using System.Text.Json;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Spot;

/// <summary>
/// Reads a failed <c>cancelReplace</c>: -2022 means that nothing was done, -2021 with HTTP 409 that one half was. What the halves
/// say counts, not the code alone.
/// </summary>
internal static class CancelReplaceAnswers
{
    public static VenueAnswer From(BinanceError error, ReadOnlySpan<byte> body)
    {
        if (error.Code is not (-2021 or -2022))
            return error.ToAnswer();
        CancelReplacePartsWire? parts;
        try
        {
            parts = JsonSerializer.Deserialize(body, BinanceJson.Default.CancelReplaceErrorWire)?.Data;
        }
        catch (JsonException)
        {
            parts = null;
        }

        return (parts?.CancelResult, parts?.NewOrderResult) switch
        {
            ("SUCCESS", "SUCCESS") => VenueAnswer.Accepted,
            ("SUCCESS", "FAILURE") => IsUnknown(parts.NewOrderResponse)
                ? new(VenueOutcome.Unknown, Text(error, parts.NewOrderResponse))
                : new(VenueOutcome.CancelledNotPlaced, Text(error, parts.NewOrderResponse)),
            ("FAILURE", "NOT_ATTEMPTED") => Classify(parts.CancelResponse) is BinanceFailure.OrderNotFound
                ? new(VenueOutcome.OrderNotOpen, Text(error, parts.CancelResponse))
                : IsUnknown(parts.CancelResponse)
                    ? new(VenueOutcome.Unknown, Text(error, parts.CancelResponse))
                    : new(VenueOutcome.Refused, Text(error, parts.CancelResponse)),
            _ => new(VenueOutcome.Unknown, error.ToString()),
        };
    }

    private static bool IsUnknown(OrderOrErrorWire? part) => Classify(part) == BinanceFailure.Unknown;

    private static BinanceFailure Classify(OrderOrErrorWire? part) =>
        BinanceErrors.Classify(MarketType.Spot, 400, part?.Code ?? 0, part?.Msg ?? "");

    private static string Text(BinanceError error, OrderOrErrorWire? part) =>
        part?.Msg is { } message ? $"{message} ({part.Code})" : error.ToString();
}
