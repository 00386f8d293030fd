using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Reporting;

/// <summary>Which trading a report is about.</summary>
/// <param name="UserId">Owner; only an administrator's journal heeds it.</param>
/// <param name="Symbol">One symbol only.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="From">Begin, milliseconds UTC: the first candle opens then or later. By default the candle at whose close the first order was placed.</param>
/// <param name="To">End, milliseconds UTC: the last candle opens before it. By default the last closed candle is the last.</param>
/// <param name="TimeZone">IANA name of the time zone whose days, weeks and months the report has.</param>
/// <param name="Capital">Equity before the first trade ever, above zero, in quote. By default the start balance of paper accounts.</param>
/// <param name="QuoteAsset">The asset that the report is in; symbols quoted in another one are left out.</param>
/// <param name="EquityPoints">The largest number of points of the equity curve, 0 to 10,000.</param>
[GenerateSerializer, Immutable, Alias("report-query")]
public sealed partial record ReportQuery(
    [property: Id(0)] string? UserId = null,
    [property: Id(1)] MarketSymbol? Symbol = null,
    [property: Id(2)] TradingMode Mode = TradingMode.Paper,
    [property: Id(3)] long? From = null,
    [property: Id(4)] long? To = null,
    [property: Id(5)] string TimeZone = "UTC",
    [property: Id(6)] Fixed8? Capital = null,
    [property: Id(7)] string QuoteAsset = "USDT",
    [property: Id(8)] int EquityPoints = 1_000)
{
    /// <summary>The largest <see cref="EquityPoints"/>.</summary>
    public const int MaxEquityPoints = 10_000;

    /// <summary>What is wrong with it; a query with errors is not answered.</summary>
    public ImmutableArray<ValidationError> Validate()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (UserId is not null && !TraderKey.IsUserId(UserId))
            errors.Add(new("user", "must be 1 to 40 small letters, digits and hyphens."));
        if (From is < 0 or > MaxTime)
            errors.Add(new("from", $"is {From}; it must be 0 to {MaxTime}."));
        if (To < (From ?? 0) || To > MaxTime)
            errors.Add(new("to", $"is {To}; it must be {From ?? 0} (from) to {MaxTime}."));
        if (!TryFindTimeZone(TimeZone, out _))
            errors.Add(new("timeZone", "is not an IANA time zone such as UTC or Europe/Berlin."));
        if (Capital is { IsPositive: false })
            errors.Add(new("capital", $"is {Capital}; it must be above 0."));
        if (QuoteAsset is not { Length: >= 1 and <= 20 } || !QuoteAsset.All(char.IsAsciiLetterOrDigit))
            errors.Add(new("quoteAsset", "must be 1 to 20 letters and digits, USDT for example."));
        if (EquityPoints is < 0 or > MaxEquityPoints)
            errors.Add(new("equityPoints", $"is {EquityPoints}; it must be 0 to {MaxEquityPoints}."));
        return errors.ToImmutable();
    }

    /// <summary>The time zone of an IANA name.</summary>
    public static bool TryFindTimeZone(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        // The name becomes part of a path: nothing that leads out of the folder.
        return name is { Length: <= 64 } && ZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    // The year 3000: beyond it calendars are not worth an overflow.
    private const long MaxTime = 32_503_680_000_000;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9][A-Za-z0-9_+\-]*)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ZoneName();
}
