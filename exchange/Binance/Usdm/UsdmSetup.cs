using TradingBot.Exchange.Binance.Signing;
using TradingBot.Trading;

namespace TradingBot.Exchange.Binance.Usdm;

/// <summary>
/// Sees to it that a symbol is traded as its orders count on: one-way position mode, isolated margin (a position can lose its own
/// margin, and nothing else of the account), and the leverage. Set and confirmed by Binance before the first entry.
/// </summary>
/// <param name="client">USDⓈ-M.</param>
/// <param name="credentials">Account.</param>
/// <param name="symbol">Symbol.</param>
internal sealed class UsdmSetup(UsdmClient client, BinanceCredentials credentials, string symbol)
{
    private int _leverage;

    /// <summary>Why an entry cannot be made; null when all is set.</summary>
    public async Task<VenueAnswer?> EnsureAsync(int leverage)
    {
        if (_leverage == leverage)
            return null;
        var refusal = await CheckPositionModeAsync()
            ?? Refusal("isolated margin cannot be set", (await client.SetMarginTypeAsync(credentials, symbol, isolated: true, CancellationToken.None)).Error)
            ?? await SetLeverageAsync(leverage);
        if (refusal is null)
            _leverage = leverage;
        return refusal;
    }

    private async Task<VenueAnswer?> CheckPositionModeAsync()
    {
        var mode = await client.GetPositionModeAsync(credentials, CancellationToken.None);
        if (!mode.IsOk)
            return Refusal("the position mode cannot be read", mode.Error);
        if (!mode.Value.DualSidePosition)
            return null;
        // It is the whole account's, and whoever switched it on may count on it: not ours to switch off.
        return new(VenueOutcome.Refused, "the account is in hedge mode; switch it to one-way mode at Binance (Preferences, Position Mode)");
    }

    private async Task<VenueAnswer?> SetLeverageAsync(int leverage)
    {
        var answer = await client.SetLeverageAsync(credentials, symbol, leverage, CancellationToken.None);
        return !answer.IsOk ? Refusal($"leverage {leverage} cannot be set", answer.Error)
            : answer.Value.Leverage == leverage ? null
            : new(VenueOutcome.Refused, $"Binance has set leverage {answer.Value.Leverage} instead of {leverage}");
    }

    // Setting again what is set changes nothing: also where no answer came, it is simply tried later.
    private static VenueAnswer? Refusal(string what, BinanceError? error) => error switch
    {
        null => null,
        { Failure: BinanceFailure.Refused or BinanceFailure.Unauthorised } => new(VenueOutcome.Refused, $"{what}: {error}"),
        _ => new(VenueOutcome.TryLater, $"{what}: {error}"),
    };
}
