using TradingBot.ClientApi.Health;
using TradingBot.Operation;

namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>Whether Telegram can be reached, for <c>/health</c>.</summary>
internal sealed class TelegramHealth(TelegramOptions options, TimeProvider time) : IComponentSource
{
    private const string Name = "telegram";

    private volatile TelegramFailure? _failure;
    private volatile string? _lastError;
    private long _seenAt;
    private long _failedAt;

    public void Note(TelegramFailure? failure)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();

        // What Telegram refuses or forbids, it has answered.
        if (failure is null or { Kind: TelegramFailureKind.Forbidden or TelegramFailureKind.Rejected })
        {
            _failure = null;
            Interlocked.Exchange(ref _seenAt, now);
            return;
        }

        (_failure, _lastError) = (failure, failure.Description);
        Interlocked.Exchange(ref _failedAt, now);
    }

    public IEnumerable<ComponentStatus> Read()
    {
        var (seen, failed) = (Interlocked.Read(ref _seenAt), Interlocked.Read(ref _failedAt));
        yield return !options.IsConfigured ? new(Name, ComponentStatus.Off)
            : new(
                Name, _failure is not null ? ComponentStatus.Failing : seen == 0 ? ComponentStatus.Unused : ComponentStatus.Ok,
                _failure?.Description ?? "", seen == 0 ? null : seen, _lastError, failed == 0 ? null : failed);
    }
}
