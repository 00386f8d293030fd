using System.Text.Json;

namespace TradingBot.Simulator.Faults;

/// <summary>The faults in force, and the dice that decide when.</summary>
internal sealed class FaultPlan(int seed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    private readonly Lock _gate = new();
    private readonly Random _dice = new(seed);
    private List<FaultRule> _rules = [];

    /// <summary>Replaces the rules.</summary>
    /// <param name="json"><c>{"faults":[…]}</c>.</param>
    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public void Set(string json)
    {
        Plan? plan;
        try
        {
            plan = JsonSerializer.Deserialize<Plan>(json, Json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The faults are not valid JSON of the form {{\"faults\":[{{\"kind\":…}}]}}: {e.Message}", e);
        }

        var rules = plan?.Faults ?? [];
        foreach (var rule in rules)
        {
            if (!FaultKind.All.Contains(rule.Kind))
                throw new FormatException($"There is no fault '{rule.Kind}'; use one of {string.Join(", ", FaultKind.All)}.");
            if (rule.Probability is not (>= 0 and <= 1))
                throw new FormatException($"The probability of {rule.Kind} is {rule.Probability}; it must be 0 to 1.");
        }

        lock (_gate)
            _rules = rules;
    }

    public string Describe()
    {
        lock (_gate)
            return JsonSerializer.Serialize(new Plan(_rules), Json);
    }

    /// <summary>Whether a fault happens at this occasion.</summary>
    /// <returns>The rule, or null.</returns>
    public FaultRule? Roll(string kind, string? method = null, string? path = null, string? account = null, double share = 1)
    {
        lock (_gate)
        {
            foreach (var rule in _rules)
            {
                if (rule.Kind != kind || rule.Count <= rule.Happened
                    || (rule.Method is not null && !rule.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                    || (rule.Path is not null && path?.StartsWith(rule.Path, StringComparison.Ordinal) != true)
                    || (rule.Account is not null && rule.Account != account))
                    continue;
                // Something that is to happen once for certain happens at once, not within a second.
                var chance = rule is { Probability: 1, Count: not null } ? 1 : rule.Probability * share;
                if (_dice.NextDouble() >= chance)
                    continue;
                if (rule.Skip > 0)
                {
                    rule.Skip--;
                    continue;
                }

                rule.Happened++;
                return rule;
            }
        }

        return null;
    }

    private sealed record Plan(List<FaultRule>? Faults);
}
