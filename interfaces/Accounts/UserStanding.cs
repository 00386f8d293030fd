namespace TradingBot.Accounts;

/// <summary>Whether a user may use the service. The numbers are stored.</summary>
[GenerateSerializer, Alias("user-standing")]
public enum UserStanding
{
    /// <summary>May.</summary>
    Active = 0,

    /// <summary>May not, until an administrator says otherwise; traders make no entries, positions are managed to their exit.</summary>
    Suspended = 1,

    /// <summary>Is gone: keys are destroyed, records stay under an id that names nobody.</summary>
    Deleted = 2,
}
