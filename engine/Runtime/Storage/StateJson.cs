using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TradingBot.Engine.Storage;

/// <summary>How states are written: without what reads the same when it is not there.</summary>
internal static class StateJson
{
    // A larger buffer is not kept for the next state.
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static JsonSerializerOptions Options => new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WriteWhatReadsDifferently } },
    };

    /// <summary>The state as JSON, valid until the next call on this thread.</summary>
    public static ReadOnlySpan<byte> Write<T>(T state, JsonSerializerOptions options)
    {
        var buffer = t_buffer is { Capacity: <= LargestKept } kept ? kept : t_buffer = new();
        var writer = t_writer is { Options: var own } && own.Encoder == options.Encoder && own.Indented == options.WriteIndented
            ? t_writer
            : t_writer = new(buffer, new() { Encoder = options.Encoder, Indented = options.WriteIndented, SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, state, options);
        return buffer.WrittenSpan;
    }

    // A property that its class or constructor begins with something else than zero, false or null is always written.
    private static void WriteWhatReadsDifferently(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var fresh = type.CreateObject?.Invoke();
        foreach (var property in type.Properties)
        {
            var whenMissing = property.AssociatedParameter is { HasDefaultValue: true } parameter ? parameter.DefaultValue
                : fresh is null ? null
                : property.Get?.Invoke(fresh);
            if (whenMissing?.Equals(DefaultOf(property.PropertyType)) == false)
                property.ShouldSerialize = static (_, _) => true;
        }
    }

    private static object? DefaultOf(Type type) => type.IsValueType ? RuntimeHelpers.GetUninitializedObject(type) : null;
}
