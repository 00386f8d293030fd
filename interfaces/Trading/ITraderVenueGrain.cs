namespace TradingBot.Trading;

/// <summary>What a trader is told by its venue and its keys. Key: that of <see cref="ITraderGrain"/>.</summary>
[Alias("trader-venue")]
public interface ITraderVenueGrain : IGrainWithStringKey
{
    /// <summary>Something has happened at the venue: the trader books it and reacts.</summary>
    [Alias("on-venue")]
    Task OnVenueAsync();

    /// <summary>The user's keys of the venue, or what is known of them, have changed.</summary>
    [Alias("on-keys")]
    Task OnKeysAsync();
}
