namespace TradingBot.Simulator.Venue;

/// <summary>The venue refuses a request, in Binance's words.</summary>
internal class SimRefusal(int code, string message, int status = 400) : Exception(message)
{
    public int Code => code;

    public int Status => status;

    public static SimRefusal Filter(string filter) => new(-1013, $"Filter failure: {filter}");

    public static SimRefusal Missing(string parameter) =>
        new(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");
}
