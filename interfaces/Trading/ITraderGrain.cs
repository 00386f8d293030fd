using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingBot.Trading.Risk;

namespace TradingBot.Trading;

/// <summary>One user's trading of one symbol. Key: <c>userId/market:symbol</c> (<see cref="TraderKey"/>).</summary>
[Alias("trader")]
public interface ITraderGrain : ICandleFollower
{
    /// <summary>Sets the first settings, or those that take effect at the next close; an open position keeps its stop.</summary>
    [Alias("configure")]
    Task<TraderResult> ConfigureAsync(TraderSettings settings);

    /// <summary>Starts trading.</summary>
    [Alias("start")]
    Task<TraderResult> StartAsync();

    /// <summary>Ends entries and trailing; an open entry order is cancelled, a position keeps its stop at the exchange.</summary>
    [Alias("stop")]
    Task<TraderResult> StopAsync();

    /// <summary>Ends entries; an open entry order is cancelled, a position is managed to its exit.</summary>
    [Alias("pause")]
    Task<TraderResult> PauseAsync();

    /// <summary>Takes up entries again after a pause.</summary>
    [Alias("resume")]
    Task<TraderResult> ResumeAsync();

    /// <summary>Sells an open position at market now and cancels an open entry order.</summary>
    [Alias("flatten")]
    Task<TraderResult> FlattenAsync();

    /// <summary>
    /// Obeys the user's kill switch and the service's mode: where entries are forbidden, open entry orders are cancelled; where positions are to be closed, they are
    /// sold at market. The trader's own run state stays as it is.
    /// </summary>
    [Alias("control")]
    Task<ControlAnswer> ControlAsync(TradingControl control);

    /// <summary>Where it stands.</summary>
    [Alias("status")]
    [AlwaysInterleave]
    Task<TraderStatus> GetStatusAsync();

    /// <summary>The last closed trades, oldest first, at most 5.</summary>
    [Alias("recent-trades")]
    [AlwaysInterleave]
    Task<ImmutableArray<Trade>> GetRecentTradesAsync();
}

/// <summary>The result of a command to a trader.</summary>
/// <param name="Errors">What stood against it; then nothing has changed. Empty when it was carried out.</param>
/// <param name="Status">Where the trader stands now.</param>
[GenerateSerializer, Immutable, Alias("trader-result")]
public sealed record TraderResult(
    [property: Id(0)] ImmutableArray<ValidationError> Errors,
    [property: Id(1)] TraderStatus Status)
{
    /// <summary>Whether the command was carried out.</summary>
    public bool Succeeded => Errors.IsEmpty;
}
