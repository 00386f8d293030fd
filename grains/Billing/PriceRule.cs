using TradingBot.Billing;

namespace TradingBot.Grains.Billing;

/// <summary>
/// Computes prices. The one rounding rule: every computed part is rounded half up to the whole paisa, and the total is the sum of
/// the rounded parts, so that what is shown adds up.
/// </summary>
public static class PriceRule
{
    private const long Whole = 10_000;

    /// <summary>The price of a plan.</summary>
    /// <param name="plan">Its charges.</param>
    /// <param name="feeBasisPoints">The processing fee in hundredths of a percent of the charges.</param>
    /// <param name="gstBasisPoints">GST in hundredths of a percent of the fee.</param>
    public static PriceBreakdown Of(PlanOptions plan, int feeBasisPoints, int gstBasisPoints)
    {
        var fee = Share(plan.Server + plan.Messages + plan.Support + plan.Additional, feeBasisPoints);
        return new(plan.Server, plan.Messages, plan.Support, plan.Additional, fee, Share(fee, gstBasisPoints));
    }

    private static long Share(long paise, int basisPoints) => Divide(checked(paise * basisPoints), Whole);

    /// <summary>The quotient, rounded half up. Both are not negative.</summary>
    public static long Divide(long dividend, long divisor) => checked((2 * dividend) + divisor) / (2 * divisor);
}
