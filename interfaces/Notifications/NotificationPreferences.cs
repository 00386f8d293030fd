using System.Collections.Immutable;
using TradingBot.Reporting;

namespace TradingBot.Notifications;

/// <summary>How a user wants to be told.</summary>
/// <param name="Levels">By kind; a kind that is missing has its default level.</param>
/// <param name="IsStopped">Nothing but what concerns the account's safety is told.</param>
/// <param name="TimeZone">IANA name of the user's time zone.</param>
/// <param name="Quiet">Hours without sounds; null for none.</param>
/// <param name="ReportAt">Minute of the user's day at which the daily report comes, 0 to 1,439; null for never.</param>
[GenerateSerializer, Immutable, Alias("notification-preferences")]
public sealed record NotificationPreferences(
    [property: Id(0)] ImmutableSortedDictionary<NotificationKind, NotificationLevel> Levels,
    [property: Id(1)] bool IsStopped,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] QuietHours? Quiet,
    [property: Id(4)] int? ReportAt)
{
    /// <summary>Minutes of a day.</summary>
    public const int Day = 24 * 60;

    /// <summary>What holds until the user says otherwise: the service's home market, and the report at nine.</summary>
    public static NotificationPreferences Default { get; } =
        new(ImmutableSortedDictionary<NotificationKind, NotificationLevel>.Empty, false, "Asia/Kolkata", null, 9 * 60);

    /// <summary>The level of a kind.</summary>
    public NotificationLevel LevelOf(NotificationKind kind) =>
        kind == NotificationKind.Security ? NotificationLevel.On
        : IsStopped ? NotificationLevel.Off
        : Levels.GetValueOrDefault(kind, kind is NotificationKind.Stop or NotificationKind.Refused ? NotificationLevel.Silent : NotificationLevel.On);

    /// <summary>What is wrong with them; empty when nothing is.</summary>
    public ImmutableArray<ValidationError> Validate()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (Levels.TryGetValue(NotificationKind.Security, out var level) && level != NotificationLevel.On)
            errors.Add(new("levels", "what concerns the safety of the account is always told."));
        if (!ReportQuery.TryFindTimeZone(TimeZone, out _))
            errors.Add(new("timeZone", "must be the IANA name of a time zone, like Asia/Kolkata."));
        if (Quiet is { } quiet && (quiet.From is < 0 or >= Day || quiet.To is < 0 or >= Day || quiet.From == quiet.To))
            errors.Add(new("quiet", "must be two different times of a day, like 22:00-07:00."));
        if (ReportAt is < 0 or >= Day)
            errors.Add(new("reportAt", "must be a time of a day, like 09:00."));
        return errors.ToImmutable();
    }
}

/// <summary>A part of the user's day, which may go over midnight.</summary>
/// <param name="From">First minute of the day, 0 to 1,439.</param>
/// <param name="To">First minute after it, 0 to 1,439.</param>
[GenerateSerializer, Immutable, Alias("quiet-hours")]
public sealed record QuietHours([property: Id(0)] int From, [property: Id(1)] int To)
{
    /// <summary>Whether a minute of the day is in it.</summary>
    public bool Contains(int minute) => From < To ? minute >= From && minute < To : minute >= From || minute < To;
}
