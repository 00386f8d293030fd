namespace TradingBot.ClientApi.Http;

/// <summary>Reads bodies, of which none may be larger than <see cref="ApiLimits.MaxBodyBytes"/>.</summary>
internal static class RequestBody
{
    public static async Task<(byte[] Buffer, int Length)> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[4 * 1024];
        var length = 0;
        int read;
        while ((read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > ApiLimits.MaxBodyBytes)
                throw new RequestException(413, Problems.DetailOf(413, ""), []);
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(2 * length, ApiLimits.MaxBodyBytes + 1));
        }

        return (buffer, length);
    }
}
