using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Notifications;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Delivery;

/// <summary>Notifications as a chat shows them: those that wait together in one message.</summary>
internal static class NotificationText
{
    private const int ShownInFull = 5;

    /// <summary>A batch in Telegram's HTML. Its numbers stand at its end: the same ones twice are the same message twice.</summary>
    public static string Of(NotificationBatch batch)
    {
        var all = batch.Items.Select(i => Of(i.Notification, batch.Items.Length <= ShownInFull));
        var text = string.Join(batch.Items.Length <= ShownInFull ? "\n\n" : "\n", all);
        var (first, last) = (batch.Items[0].Id, batch.Items[^1].Id);
        var numbers = first == last ? $"№ {first}" : $"№ {first}–{last}";
        var dropped = batch.Dropped == 0 ? "" : $"\n{batch.Dropped} older messages were dropped; /history has all that was done.";
        return $"{text}{dropped}\n<i>{numbers}</i>";
    }

    private static string Of(Notification one, bool inFull)
    {
        var title = $"{Sign(one.Kind)} {Bold(one.Title)}";
        return inFull && !one.Facts.IsDefaultOrEmpty ? $"{title}\n{Facts(one.Facts.Select(static f => (f.Key, f.Value)))}" : title;
    }

    private static string Sign(NotificationKind kind) => kind switch
    {
        NotificationKind.Entry => "🟢",
        NotificationKind.Exit => "🏁",
        NotificationKind.Stop => "🛡",
        NotificationKind.Refused => "🚫",
        NotificationKind.Risk => "⚠️",
        NotificationKind.Connection => "🔌",
        NotificationKind.Payment => "💳",
        NotificationKind.Report => "📊",
        NotificationKind.Broadcast => "📣",
        _ => "🔐",
    };
}
