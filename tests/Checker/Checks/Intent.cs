using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker.Checks;

/// <summary>What the venue knows of one client order id.</summary>
internal sealed class Intent
{
    /// <param name="steps">What the venue has told of it.</param>
    /// <param name="wipes">When its account went back to the start.</param>
    public Intent(IEnumerable<VenueStep> steps, IEnumerable<VenueFault> wipes)
    {
        Steps = [.. steps];
        foreach (var step in Steps)
        {
            switch (step.Kind)
            {
                // The ordinary order that a triggered conditional one makes has its client order id.
                case VenueStepKind.Placed when !step.Order.IsAlgo && Status == "TRIGGERED":
                    Status = step.Status;
                    break;
                case VenueStepKind.Placed:
                    Accepted.Add(step);
                    Status = step.Status;
                    break;
                case VenueStepKind.Triggered:
                    Status = step.Order.IsAlgo ? "TRIGGERED" : Status;
                    break;
                case VenueStepKind.Filled:
                    Filled += step.Fill!.Quantity;
                    Status = step.Status;
                    break;
                default:
                    Status = step.Status;
                    break;
            }
        }

        IsForgotten = wipes.Any(w => w.Seq > Steps[^1].Seq);
    }

    /// <summary>Its account was wiped since: the venue knows nothing of it any more.</summary>
    public bool IsForgotten { get; }

    public IReadOnlyList<VenueStep> Steps { get; }

    /// <summary>Each time that it was accepted; more than once is a violation.</summary>
    public List<VenueStep> Accepted { get; } = [];

    public VenueOrder Order => Steps[0].Order;

    public decimal Filled { get; private set; }

    /// <summary>Where it stands at the end, in Binance's words.</summary>
    public string Status { get; private set; } = "";

    public bool IsOpen => !IsForgotten && Status is "NEW" or "PARTIALLY_FILLED";
}
