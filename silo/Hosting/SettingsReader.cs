using System.Reflection;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.Telegram;
using TradingBot.ClientApi.Telemetry;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Billing;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Paper;
using TradingBot.Numbers;
using TradingBot.Payments.Razorpay;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Journal;
using TradingBot.Silo.Logging;

namespace TradingBot.Silo.Hosting;

/// <summary>
/// Turns <c>--Section:Key=value</c> and <c>--Section:Key value</c> arguments into configuration, and refuses what no section has:
/// a misspelt setting must not be ignored in a service that trades.
/// </summary>
public static class SettingsReader
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        ("Http", typeof(HttpOptions)), ("Data", typeof(DataOptions)), (MarketDataOptions.Section, typeof(MarketDataOptions)),
        (BinanceOptions.Section, typeof(BinanceOptions)),
        ("Paper", typeof(PaperOptions)), (TradingOptions.Section, typeof(TradingOptions)), (SecretsOptions.Section, typeof(SecretsOptions)),
        (JournalOptions.Section, typeof(JournalOptions)), (TelemetryOptions.Section, typeof(TelemetryOptions)),
        (LogFileOptions.Section, typeof(LogFileOptions)), (LimitOptions.Section, typeof(LimitOptions)),
        (StorageSettings.Section, typeof(StorageSettings)), (ClusterSettings.Section, typeof(ClusterSettings)),
        (RazorpayOptions.Section, typeof(RazorpayOptions)), (BillingOptions.Section, typeof(BillingOptions)),
        (TelegramOptions.Section, typeof(TelegramOptions)),
    ];

    // Command lines are seen by everybody on the machine.
    private static readonly string[] Secret =
    [
        $"{RazorpayOptions.Section}:{nameof(RazorpayOptions.KeySecret)}", $"{RazorpayOptions.Section}:{nameof(RazorpayOptions.WebhookSecret)}",
        $"{RazorpayOptions.Section}:{nameof(RazorpayOptions.PreviousWebhookSecret)}",
        $"{SecretsOptions.Section}:{nameof(SecretsOptions.MasterKey)}", $"{SecretsOptions.Section}:{nameof(SecretsOptions.OtherMasterKey)}",
        $"{TelegramOptions.Section}:{nameof(TelegramOptions.BotToken)}", $"{TelegramOptions.Section}:{nameof(TelegramOptions.WebhookSecret)}",
    ];

    // Stands for a name that the user chooses.
    private const string Any = "NAME";

    /// <summary>All setting names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Sections.SelectMany(s => NamesOf(s.Section, s.Options)).Order(StringComparer.Ordinal)];

    /// <summary>Reads arguments.</summary>
    /// <exception cref="UsageException">An argument is not a setting, or has no value.</exception>
    public static Dictionary<string, string?> Read(IReadOnlyList<string> arguments)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"'{argument}' is not an option; settings are written --Section:Key=value.");
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument[2..] : argument[2..equals];
            if (!IsKnown(name))
                throw new UsageException($"there is no setting '{Text.Clip(name)}'; the nearest is {Nearest(name)}. All are in docs/settings.md.");
            if (Secret.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new UsageException($"{name} is a secret; set it by the environment variable {name.Replace(":", "__", StringComparison.Ordinal)}.");
            if (equals < 0 && ++i == arguments.Count)
                throw new UsageException($"{argument} has no value; write {argument}=value.");
            settings[name] = equals < 0 ? arguments[i] : argument[(equals + 1)..];
        }

        return settings;
    }

    private static string Nearest(string name) =>
        Names.MinBy(known => EditDistance.Between(known.ToLowerInvariant(), Text.Clip(name).ToLowerInvariant()))!;

    private static bool IsKnown(string name) =>
        Names.Any(known => IsSame(known.Split(':'), name.Split(':'))) || name.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string[] known, string[] name) =>
        known.Length == name.Length && known.Zip(name).All(static p => p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase) || (p.First == Any && p.Second.Length > 0));

    private static IEnumerable<string> NamesOf(string prefix, Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            .SelectMany(p => NamesOfValue($"{prefix}:{p.Name}", Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType));

    private static IEnumerable<string> NamesOfValue(string name, Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Fixed8) || type == typeof(DateTimeOffset))
            return [name];
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>)
            ? NamesOf($"{name}:{Any}", type.GetGenericArguments()[1])
            : NamesOf(name, type);
    }
}
