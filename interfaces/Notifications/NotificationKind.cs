namespace TradingBot.Notifications;

/// <summary>What a notification is about.</summary>
[GenerateSerializer, Alias("notification-kind")]
public enum NotificationKind
{
    /// <summary>A position was opened or has grown.</summary>
    Entry,

    /// <summary>A position was closed.</summary>
    Exit,

    /// <summary>The exit order was placed or raised. Of several that wait, the user is told the last of each source.</summary>
    Stop,

    /// <summary>An order was refused, or not placed. Told as <see cref="Stop"/> is.</summary>
    Refused,

    /// <summary>A risk rule or a switch begins or ceases to stand against entries.</summary>
    Risk,

    /// <summary>The venue is out of reach, or back.</summary>
    Connection,

    /// <summary>Payments, and reminders to pay.</summary>
    Payment,

    /// <summary>The daily report.</summary>
    Report,

    /// <summary>Words of the operator to everybody.</summary>
    Broadcast,

    /// <summary>What concerns the safety of the account: a code to sign in, a new token. Delivered whatever the user prefers.</summary>
    Security,
}
