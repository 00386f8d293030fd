using System.Security.Cryptography;
using System.Text;
using TradingBot.Billing;

namespace TradingBot.Payments.Razorpay;

/// <summary>Razorpay's signatures: HMAC-SHA256 in hexadecimal digits.</summary>
public static class RazorpaySignature
{
    /// <summary>Signs bytes.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="message">What is signed.</param>
    public static string Sign(string secret, ReadOnlySpan<byte> message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));

    /// <summary>What the signature of a payment link's callback is over.</summary>
    public static string MessageOf(LinkCallback callback) =>
        $"{callback.LinkId}|{callback.Reference}|{callback.Status}|{callback.PaymentId}";

    /// <summary>Whether a signature was made with a secret; takes as long however close a guess is. Never with an empty secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="signature">The signature.</param>
    public static bool IsValid(string secret, ReadOnlySpan<byte> message, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (secret.Length == 0 || signature.Length != 2 * HMACSHA256.HashSizeInBytes
            || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message, made);
        return CryptographicOperations.FixedTimeEquals(made, given);
    }
}
