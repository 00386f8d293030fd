using System.ComponentModel;
using System.Globalization;

namespace TradingBot.Numbers;

/// <summary>Reads a <see cref="Fixed8"/> from configuration text.</summary>
public sealed class Fixed8TypeConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        Fixed8.Parse((string)value);
}
