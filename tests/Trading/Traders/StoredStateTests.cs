using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TradingBot.Engine.Hosting;
using TradingBot.Grains.Trading;
using TradingBot.Grains.Trading.Paper;

namespace TradingBot.Tests.Trading.Traders;

/// <summary>States that earlier versions of the service have stored, every property written out.</summary>
public sealed class StoredStateTests
{
    private const string Trader = """
        {"Settings":{"Interval":"1m","Strategy":{"Name":"heikin-ashi-breakout","Parameters":{"buyOffset":"5","sellOffset":"5"}},"Size":{"Kind":1,"Value":"1000"},"Leverage":1,"Mode":0},"RunState":1,"WarmUpPending":false,"StartedAfter":1735689600000,"Trading":{"Phase":2,"Candle":1735690140000,"Close":"94045.7","Price":"94045.7","NextStop":"94021.82","Stop":"94027.29","Held":"0.00000875","ExitedIn":1735690140000,"LastOrderId":8,"Entry":{"Id":6,"Side":0,"Type":2,"Quantity":"0.01062","Trigger":"94086.06","Limit":"94091.06","Filled":"0.01062","Triggered":true,"Status":3},"Exit":{"Id":8,"Side":1,"Type":2,"Quantity":"0.01061","Trigger":"94027.29","Limit":"94027.29","Filled":"0.01061","Triggered":true,"Status":3},"InFlight":{"Kind":0,"IsExit":true,"CancelId":7,"Order":{"Id":8,"Side":1,"Type":2,"Quantity":"0.01061","Trigger":"94027.29","Limit":"94027.29","Filled":"0","Triggered":false,"Status":0}},"Wanted":{"Id":0,"Side":0,"Type":2,"Quantity":"0.01062","Trigger":"94086.06","Limit":"94091.06","Filled":"0","Triggered":false,"Status":0},"CancelEntry":false,"ExitRefusals":0,"Trade":{"EntryTime":-1,"Bought":"0","Cost":"0","Sold":"0","Proceeds":"0","QuoteFees":"0","BaseFees":"0"}},"Candle":{"OpenTime":1735690140000,"Open":"94114.91","High":"94144.64","Low":"94026.82","Close":"94045.7","Volume":13.43870},"StrategyMemory":[9405909581446,9408301750000,9414464000000,9402682000000],"Acknowledged":4,"Totals":{"Trades":2,"Wins":0,"Pnl":"-5.49966771","Fees":"3.993307401"},"Trades":[{"EntryTime":1735689780000,"EntryPrice":"93999.26","Quantity":"0.01061","ExitTime":1735689960000,"ExitPrice":"93993.57","ExitReason":0,"Fees":"1.9964839038","Pnl":"-2.93762787"}],"Notice":"","LastEntry":23,"Outbox":[{"Number":21,"Kind":1,"Time":1735690140000,"RecordedAt":1795341951042,"Text":"","Fill":{"Id":"tb-fww4yrvexyvtd-8.4","OrderId":"tb-fww4yrvexyvtd-8","UserId":"user-0","Symbol":"spot:BTCUSDT","Mode":0,"Interval":"1m","Side":1,"Price":"94027.29","Quantity":"0.01061","Commission":"0.99762954","CommissionAsset":"USDT","CommissionInBase":false,"Time":1735690140000,"RecordedAt":1795341951042}},{"Number":22,"Kind":0,"Time":1735690140000,"RecordedAt":1795341951042,"Text":"","Order":{"Id":"tb-fww4yrvexyvtd-8","Version":22,"UserId":"user-0","Symbol":"spot:BTCUSDT","Mode":0,"Interval":"1m","IsExit":true,"Side":1,"Type":2,"Quantity":"0.01061","Trigger":"94027.29","Limit":"94027.29","Status":3,"Filled":"0.01061","Time":1735690140000,"Reason":"","RecordedAt":1795341951042,"UpdatedAt":1795341951042}},{"Number":23,"Kind":2,"Time":1735690140000,"RecordedAt":1795341951042,"Text":"","Trade":{"Id":"tb-fww4yrvexyvtd-8.4","UserId":"user-0","Symbol":"spot:BTCUSDT","Mode":0,"Interval":"1m","Strategy":"heikin-ashi-breakout","Trade":{"EntryTime":1735690080000,"EntryPrice":"94086.06","Quantity":"0.01061","ExitTime":1735690140000,"ExitPrice":"94027.29","ExitReason":0,"Fees":"1.9968234972","Pnl":"-2.56203984"},"RecordedAt":1795341951042}}]}
        """;

    private const string Account = """
        {"Outbox":[{"Symbol":"spot:BTCUSDT","RecordedAt":1795341951032,"Fill":{"Sequence":4,"OrderId":8,"Kind":1,"Side":1,"Price":"94027.29","Quantity":"0.01061","Commission":"0.99762954","CommissionInBase":false,"Time":1735690140000,"Status":3}},{"Symbol":"spot:BTCUSDT","RecordedAt":1795341959114,"Cancelled":10},{"Symbol":"spot:BTCUSDT","RecordedAt":1795341959114,"Placed":{"Number":11,"ClientOrderId":"tb-fww4yrvexyvtd-b","Side":1,"Type":2,"Quantity":"0.01061","Trigger":"94039.56","Limit":"94039.56"}}],"Balances":{"BTC":"0.00000875","USDT":"9994.50033229"},"FuturesBalances":{"USDT":"10000"},"Books":{"spot:BTCUSDT":{"BaseAsset":"BTC","QuoteAsset":"USDT","Position":{"OpenTime":1735690140000,"Segment":1,"Price":"94027.29","VolumeLeft":"92233720368.54775807"},"Orders":[{"Id":11,"Side":1,"Type":2,"Quantity":"0.01061","Trigger":"94039.56","Limit":"94039.56","Filled":"0","Triggered":false}],"LastOrderId":8,"LastReport":4,"Reports":[{"Sequence":4,"OrderId":8,"Kind":1,"Side":1,"Price":"94027.29","Quantity":"0.01061","Commission":"0.99762954","CommissionInBase":false,"Time":1735690140000,"Status":3}],"Quantity":"0","Cost":"0"}}}
        """;

    private static readonly JsonSerializerOptions Earlier = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions Now = new EmbeddedEngineOptions().StateJson;

    [Fact]
    public void A_trader_is_read_in_full_and_kept_in_full() => Keeps<TraderState>(Trader);

    [Fact]
    public void A_paper_account_is_read_in_full_and_kept_in_full() => Keeps<PaperAccountState>(Account);

    private static void Keeps<T>(string stored)
    {
        var read = JsonSerializer.Deserialize<T>(stored, Now);
        Has(JsonSerializer.SerializeToNode(read, Earlier), JsonNode.Parse(stored), "$");

        var written = JsonSerializer.Serialize(read, Now);
        written.Length.ShouldBeLessThan(stored.Length);
        Has(JsonSerializer.SerializeToNode(JsonSerializer.Deserialize<T>(written, Now), Earlier), JsonNode.Parse(stored), "$");
    }

    // What was stored is there; what has been added to the state since may be too.
    private static void Has(JsonNode? state, JsonNode? stored, string path)
    {
        switch (stored)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties)
                    Has(state![name], value, $"{path}.{name}");
                return;
            case JsonArray items:
                state!.AsArray().Count.ShouldBe(items.Count, path);
                for (var i = 0; i < items.Count; i++)
                    Has(state[i], items[i], $"{path}[{i}]");
                return;
            default:
                (state?.ToJsonString()).ShouldBe(stored?.ToJsonString(), path);
                return;
        }
    }
}
