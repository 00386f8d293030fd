using System.Collections.Immutable;
using TradingBot.Trading;

namespace TradingBot.Grains.Billing;

/// <summary>A plan in the configuration, <c>Billing:Plans:ID</c>. Prices are whole paise for a cycle.</summary>
public sealed class PlanOptions
{
    private const long MaxPaise = 1_000_000_000;

    /// <summary>What people call it, at most 60 characters; empty for its id.</summary>
    public string Title { get; set; } = "";

    /// <summary>Server.</summary>
    public long Server { get; set; }

    /// <summary>Messages.</summary>
    public long Messages { get; set; }

    /// <summary>Support.</summary>
    public long Support { get; set; }

    /// <summary>Additional charges.</summary>
    public long Additional { get; set; }

    /// <summary>The most traders, 1 to 10,000.</summary>
    public int MaxSymbols { get; set; } = 10;

    /// <summary>Where its traders may trade, separated by commas.</summary>
    public string Modes { get; set; } = "paper,testnet,demo,live";

    internal ImmutableArray<TradingMode>? ParsedModes()
    {
        var modes = ImmutableArray.CreateBuilder<TradingMode>();
        foreach (var name in Modes.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Enum.TryParse(name, ignoreCase: true, out TradingMode mode) || !Enum.IsDefined(mode) || char.IsAsciiDigit(name[0]))
                return null;
            modes.Add(mode);
        }

        return modes.ToImmutable();
    }

    internal IEnumerable<string> Validate(string name)
    {
        foreach (var (part, paise) in new[] { (nameof(Server), Server), (nameof(Messages), Messages), (nameof(Support), Support), (nameof(Additional), Additional) })
        {
            if (paise is < 0 or > MaxPaise)
                yield return $"{name}:{part} is {paise}; it must be 0 to {MaxPaise} paise.";
        }

        if (Server + Messages + Support + Additional < 100)
            yield return $"{name} costs less than 100 paise, the least that can be paid by link.";
        if (MaxSymbols is < 1 or > 10_000)
            yield return $"{name}:MaxSymbols is {MaxSymbols}; it must be 1 to 10000.";
        if (Title.Length > 60)
            yield return $"{name}:Title is longer than 60 characters.";
        if (ParsedModes() is null)
            yield return $"{name}:Modes is '{Modes}'; use some of {string.Join(", ", Enum.GetNames<TradingMode>()).ToLowerInvariant()}, separated by commas.";
    }
}
