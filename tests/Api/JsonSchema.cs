using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TradingBot.Tests.Api;

/// <summary>
/// Holds values against the schemas of the API's description, with the words of JSON Schema 2020-12 that it uses; a word that is
/// not known here is a failure, not a pass.
/// </summary>
internal sealed class JsonSchema(JsonObject document)
{
    /// <summary>What is wrong with a value, empty when nothing is.</summary>
    public IReadOnlyList<string> Check(JsonNode? value, JsonObject schema)
    {
        var errors = new List<string>();
        Check(value, schema, "$", errors);
        return errors;
    }

    /// <summary>The node that a reference leads to.</summary>
    public JsonObject Resolve(JsonObject node)
    {
        while (node["$ref"]?.GetValue<string>() is { } reference)
            node = reference[2..].Split('/').Aggregate((JsonNode)document, (at, part) => at[part]!).AsObject();
        return node;
    }

    private void Check(JsonNode? value, JsonObject schema, string path, List<string> errors)
    {
        schema = Resolve(schema);
        foreach (var (word, rule) in schema)
        {
            if (!IsMet(word, rule!, schema, value, path, errors))
                errors.Add($"{path}: {value?.ToJsonString() ?? "null"} is not {word} {rule!.ToJsonString()}");
        }
    }

    private bool IsMet(string word, JsonNode rule, JsonObject schema, JsonNode? value, string path, List<string> errors)
    {
        switch (word)
        {
            case "description" or "examples" or "default":
                return true;
            case "type":
                return rule is JsonArray types ? types.Any(t => IsOf(value, t!.GetValue<string>())) : IsOf(value, rule.GetValue<string>());
            case "enum":
                return rule.AsArray().Any(r => JsonNode.DeepEquals(r, value));
            case "pattern":
                return TextOf(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>(), RegexOptions.ECMAScript, TimeSpan.FromSeconds(1));
            case "maxLength":
                return TextOf(value) is not { } limited || limited.Length <= rule.GetValue<int>();
            case "format":
                return TextOf(value) is not { } formatted || HasFormat(formatted, rule.GetValue<string>());
            case "minimum":
                return NumberOf(value) is not { } low || low >= decimal.Parse(rule.ToString(), CultureInfo.InvariantCulture);
            case "maximum":
                return NumberOf(value) is not { } high || high <= decimal.Parse(rule.ToString(), CultureInfo.InvariantCulture);
            case "oneOf":
                return rule.AsArray().Count(s => Check(value, s!.AsObject()).Count == 0) == 1;
            case "anyOf":
                return rule.AsArray().Any(s => Check(value, s!.AsObject()).Count == 0);
            case "required":
                return value is not JsonObject o || rule.AsArray().All(name => o.ContainsKey(name!.GetValue<string>()));
            case "items":
                foreach (var (item, index) in (value as JsonArray ?? []).Select((item, index) => (item, index)))
                    Check(item, rule.AsObject(), $"{path}[{index}]", errors);
                return true;
            case "properties":
                foreach (var (name, property) in value as JsonObject ?? [])
                {
                    if (rule[name] is { } known)
                        Check(property, known.AsObject(), $"{path}.{name}", errors);
                    // Answers may get new fields; but what they have today is described.
                    else
                        errors.Add($"{path}.{name} is not described");
                }

                return true;
            case "additionalProperties":
                if (rule is JsonObject others && !schema.ContainsKey("properties"))
                {
                    foreach (var (name, property) in value as JsonObject ?? [])
                        Check(property, others, $"{path}.{name}", errors);
                }

                return true;
            default:
                return false;
        }
    }

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => TextOf(value) is not null,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => NumberOf(value) is { } number && decimal.IsInteger(number),
        "number" => NumberOf(value) is not null,
        _ => false,
    };

    private static bool HasFormat(string text, string format) => format switch
    {
        "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => false,
    };

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static decimal? NumberOf(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;
}
