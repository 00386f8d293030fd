using System.Diagnostics;
using System.Text;
using TradingBot.Exchange.Binance;

namespace TradingBot.Bench;

/// <summary>Frames of 500 symbols' klines, parsed and routed on one thread.</summary>
internal static class KlineBench
{
    private const int Symbols = 500;
    private const int Frames = 2_000_000;

    private const string Template =
        """{"stream":"NAME","data":{"e":"kline","E":1735689660000,"s":"SYMUSDT","k":{"t":1735689600000,"T":1735689659999,"s":"SYMUSDT","i":"1m","f":100,"L":200,"o":"93548.49000000","c":"93748.49000000","h":"94082.87000000","l":"93439.64000000","v":"323.42184000","n":100,"x":false,"q":"30401652.96","V":"161.71","Q":"15200826.48","B":"0"}}}""";

    public static Task RunAsync(string[] args)
    {
        var names = Enumerable.Range(0, Symbols).Select(i => $"sym{i}usdt@kline_1m").ToArray();
        var frames = Array.ConvertAll(names, static n => Encoding.UTF8.GetBytes(Template.Replace("NAME", n, StringComparison.Ordinal)));
        var router = new KlineRouting(names);
        for (var i = 0; i < 100_000; i++)
            router.Take(frames[i % Symbols]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Frames; i++)
            router.Take(frames[i % Symbols]);
        watch.Stop();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine($"kline frames: {Frames / watch.Elapsed.TotalSeconds:N0} frames/s on one core, {(double)allocated / Frames:0.###} bytes allocated a frame");
        return Task.CompletedTask;
    }
}
