using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TradingBot.ClientApi.Http;

/// <summary>Cursors of lists in the order of a name: the name of the last item, so that items that come or go move nothing.</summary>
internal static class Cursor
{
    public static string Of(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    public static bool TryRead(string cursor, [NotNullWhen(true)] out string? place)
    {
        place = null;
        if (cursor.Length is 0 or > 200 || !Base64Url.IsValid(cursor))
            return false;
        place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return true;
    }
}
