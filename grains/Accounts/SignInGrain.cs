using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Notifications;

namespace TradingBot.Grains.Accounts;

/// <summary>Sends a code to the user's chat, and knows it again.</summary>
public sealed class SignInGrain(TimeProvider time) : Grain, ISignInGrain
{
    private const int MostGuesses = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private string? _code;
    private DateTimeOffset _sentAt;
    private int _guesses;

    public async Task SendCodeAsync()
    {
        var (now, id) = (time.GetUtcNow(), this.GetPrimaryKeyString());
        if (now - _sentAt < Pause || await GrainFactory.GetGrain<IUserGrain>(id).GetProfileAsync() is not { Standing: UserStanding.Active })
            return;
        var code = RandomNumberGenerator.GetInt32((int)Math.Pow(10, ISignInGrain.Digits)).ToString($"D{ISignInGrain.Digits}", CultureInfo.InvariantCulture);
        (_code, _sentAt, _guesses) = (code, now, 0);
        await GrainFactory.GetGrain<INotificationGrain>(id).EnqueueAsync(
        [
            new(
                "sign-in", now.ToUnixTimeMilliseconds(), NotificationKind.Security, now.ToUnixTimeMilliseconds(),
                $"{code} is your code to sign in on the web page, for {ISignInGrain.Lifetime.TotalMinutes:0} minutes. Give it to nobody; ignore it if you have not asked for it.",
                [], (now + ISignInGrain.Lifetime).ToUnixTimeMilliseconds()),
        ]);
    }

    public Task<bool> RedeemAsync(string code)
    {
        var isRight = _code is not null && time.GetUtcNow() - _sentAt < ISignInGrain.Lifetime
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(_code));
        if (isRight || ++_guesses >= MostGuesses)
            _code = null;
        return Task.FromResult(isRight);
    }
}
