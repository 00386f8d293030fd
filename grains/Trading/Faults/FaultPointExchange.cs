using System.Collections.Immutable;
using TradingBot.Exchange;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading.Faults;

/// <summary>An exchange that tells of the steps of each call.</summary>
internal sealed class FaultPointExchange(ILiveExchange exchange, IFaultPoints points) : ILiveExchange
{
    public SymbolInfo Symbol => exchange.Symbol;

    public Fixed8 FeeRate => exchange.FeeRate;

    public Action? Reported
    {
        get => exchange.Reported;
        set => exchange.Reported = value;
    }

    public async Task<VenueStep> AdvanceAsync(Candle candle, long acknowledged)
    {
        var step = await exchange.AdvanceAsync(candle, acknowledged);
        if (!step.Reports.IsEmpty)
            points.Pass(FaultStep.AfterReports);
        return step;
    }

    public Task<VenueAnswer> PlaceAsync(OrderRequest order) => SendAsync(order.IsExit, () => exchange.PlaceAsync(order));

    public Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order) => SendAsync(order.IsExit, () => exchange.ReplaceAsync(orderId, order));

    public Task<VenueAnswer> CancelAsync(long orderId) =>
        SendAsync(FaultStep.BeforeCancel, FaultStep.DuringCancel, FaultStep.AfterCancel, () => exchange.CancelAsync(orderId));

    public async Task<VenueKnowledge> FindAsync(long orderId)
    {
        points.Pass(FaultStep.BeforeFind);
        var knowledge = await exchange.FindAsync(orderId);
        points.Pass(FaultStep.AfterFind);
        return knowledge;
    }

    public TimeSpan LifetimeOf(bool isExit) => exchange.LifetimeOf(isExit);

    public void Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open) => exchange.Resume(acknowledged, open);

    public Task<VenueSurvey?> SurveyAsync(bool withHolding) => exchange.SurveyAsync(withHolding);

    public void Distrust() => exchange.Distrust();

    public Task<VenueHistory> GetHistoryAsync() => exchange.GetHistoryAsync();

    public ValueTask DisposeAsync() => exchange.DisposeAsync();

    private Task<VenueAnswer> SendAsync(bool isExit, Func<Task<VenueAnswer>> send) => isExit
        ? SendAsync(FaultStep.BeforeExit, FaultStep.DuringExit, FaultStep.AfterExit, send)
        : SendAsync(FaultStep.BeforeEntry, FaultStep.DuringEntry, FaultStep.AfterEntry, send);

    private async Task<VenueAnswer> SendAsync(string before, string during, string after, Func<Task<VenueAnswer>> send)
    {
        points.Pass(before);
        var sending = send();
        points.Pass(during);
        var answer = await sending;
        points.Pass(after);
        return answer;
    }
}
