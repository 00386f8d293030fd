using QRCoder;

namespace TradingBot.ClientApi.Billing;

/// <summary>Draws the address of a payment link, for a chat or a page.</summary>
public static class PaymentQrCode
{
    private const int PixelsPerModule = 8;

    /// <summary>A QR code as a PNG image, readable with a quarter of it hidden.</summary>
    public static byte[] Png(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.Q);
        using var image = new PngByteQRCode(data);
        return image.GetGraphic(PixelsPerModule);
    }
}
