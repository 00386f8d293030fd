using System.Text.Json;

namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>What Telegram has answered.</summary>
/// <param name="Result">The result; undefined when there is a failure.</param>
/// <param name="Failure">Why there is none; null when there is one.</param>
internal readonly record struct TelegramAnswer(JsonElement Result, TelegramFailure? Failure);
