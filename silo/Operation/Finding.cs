namespace TradingBot.Silo.Operation;

/// <summary>What the doctor has found.</summary>
/// <param name="What">The thing.</param>
/// <param name="IsBad">Whether it stands in the way.</param>
/// <param name="Detail">What is so.</param>
/// <param name="Remedy">What to do; empty for nothing.</param>
internal readonly record struct Finding(string What, bool IsBad, string Detail, string Remedy = "")
{
    public static Finding Good(string what, string detail, string advice = "") => new(what, false, detail, advice);

    public static Finding Bad(string what, string detail, string remedy) => new(what, true, detail, remedy);
}
