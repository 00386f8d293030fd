using System.Collections.Immutable;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Billing;
using TradingBot.ExchangeAccounts;
using TradingBot.MarketData;
using TradingBot.Notifications;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.Grains.Accounts;

/// <summary>Suspends and deletes a user, step by step; each step again changes nothing.</summary>
public sealed class UserOfficeGrain : Grain, IUserOfficeGrain
{
    private string Id => this.GetPrimaryKeyString();

    private IUserGrain User => GrainFactory.GetGrain<IUserGrain>(Id);

    public async Task<bool> SuspendAsync(bool suspended)
    {
        if (!await User.SetStandingAsync(suspended ? UserStanding.Suspended : UserStanding.Active))
            return false;
        await GrainFactory.GetGrain<IUserRiskGrain>(Id).SuspendAsync(suspended);
        return true;
    }

    public async Task<UserDeletion> DeleteAsync()
    {
        var traders = await User.GetTradersAsync();
        var statuses = await Task.WhenAll(traders.Select(t => TraderOf(t).GetStatusAsync()));
        ImmutableArray<ValidationError> open = [.. statuses.Where(static s => s is not { Phase: not "Long", EntryOrder: null, ExitOrder: null, InFlight: "" })
            .Select(static s => new ValidationError("traders", $"{s.Symbol} has a position or an order; stop and flatten it first."))];
        if (!open.IsEmpty)
            return new(false, open);

        // From here on nobody gets in, and no trader enters.
        await User.SetStandingAsync(UserStanding.Deleted);
        await GrainFactory.GetGrain<IUserRiskGrain>(Id).SuspendAsync(true);
        foreach (var trader in traders)
            await TraderOf(trader).StopAsync();
        foreach (var venue in Enum.GetValues<TradingMode>().Where(static m => m != TradingMode.Paper))
        {
            var removed = await GrainFactory.GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey(Id, venue).ToString()).RemoveKeysAsync();
            if (removed.Outcome != ExchangeAccountOutcome.Done)
                return new(false, removed.Errors);
        }

        await GrainFactory.GetGrain<IBillingGrain>(Id).EraseCustomerAsync();
        var notifications = GrainFactory.GetGrain<INotificationGrain>(Id);
        if (await notifications.GetAsync() is { ChatId: { } chat })
            await notifications.UnlinkAsync(chat);
        await User.ForgetAsync();
        return new(true, []);
    }

    private ITraderGrain TraderOf(MarketSymbol symbol) => GrainFactory.GetGrain<ITraderGrain>(new TraderKey(Id, symbol).ToString());
}
