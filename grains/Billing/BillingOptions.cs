using TradingBot.Billing;
using TradingBot.Trading;

namespace TradingBot.Grains.Billing;

/// <summary>The configuration section <c>Billing</c>. Times are days of 24 hours unless they say otherwise.</summary>
public sealed class BillingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Billing";

    /// <summary>Days that a payment covers, 1 to 366.</summary>
    public int CycleDays { get; set; } = 28;

    /// <summary>How long before the bill date a payment is due, 0 to 30.</summary>
    public int DueDays { get; set; } = 1;

    /// <summary>How long after the bill date everything still works, 0 to 90.</summary>
    public int GraceDays { get; set; } = 1;

    /// <summary>How long after the grace commands are still taken, 0 to 365.</summary>
    public int ReadOnlyAfterDays { get; set; } = 7;

    /// <summary>Days of the trial, 0 to 365; 0 is none.</summary>
    public int TrialDays { get; set; } = 7;

    /// <summary>The plan that is tried; empty for the first by name.</summary>
    public string TrialPlan { get; set; } = "";

    /// <summary>How long a link can be paid, hours, 1 to 720.</summary>
    public int LinkHours { get; set; } = 24;

    /// <summary>Time between looks at an open link, minutes, 1 to 1,440.</summary>
    public int PollMinutes { get; set; } = 5;

    /// <summary>The hour of the user's day at which reminders are sent, 0 to 23.</summary>
    public int ReminderHour { get; set; } = 9;

    /// <summary>The processing fee in hundredths of a percent of the charges, 0 to 10,000.</summary>
    public int ProcessingFeeBasisPoints { get; set; } = 200;

    /// <summary>GST in hundredths of a percent of the processing fee, 0 to 10,000.</summary>
    public int GstBasisPoints { get; set; } = 1_800;

    /// <summary>Where payers' browsers reach this service, <c>https://bot.example.com</c>; empty for nowhere: no callback.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The plans by id.</summary>
    public Dictionary<string, PlanOptions> Plans { get; set; } = [];

    /// <summary>What is wrong with the settings, each message naming its setting and limit; empty when nothing is.</summary>
    /// <param name="isOn">Whether a payment provider is configured, which needs plans.</param>
    public IReadOnlyList<string> Validate(bool isOn)
    {
        var errors = new List<string>();
        void Within(string name, long value, long min, long max)
        {
            if (value < min || value > max)
                errors.Add($"{Section}:{name} is {value}; it must be {min} to {max}.");
        }

        Within(nameof(CycleDays), CycleDays, 1, 366);
        Within(nameof(DueDays), DueDays, 0, 30);
        Within(nameof(GraceDays), GraceDays, 0, 90);
        Within(nameof(ReadOnlyAfterDays), ReadOnlyAfterDays, 0, 365);
        Within(nameof(TrialDays), TrialDays, 0, 365);
        Within(nameof(LinkHours), LinkHours, 1, 720);
        Within(nameof(PollMinutes), PollMinutes, 1, 1_440);
        Within(nameof(ReminderHour), ReminderHour, 0, 23);
        Within(nameof(ProcessingFeeBasisPoints), ProcessingFeeBasisPoints, 0, 10_000);
        Within(nameof(GstBasisPoints), GstBasisPoints, 0, 10_000);
        if (DueDays > CycleDays)
            errors.Add($"{Section}:DueDays is {DueDays}; it must not be above {Section}:CycleDays, which is {CycleDays}.");
        if (PublicUrl.Length > 0 && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"))
            errors.Add($"{Section}:PublicUrl is '{PublicUrl}'; use an address that begins with https://.");
        if (isOn && Plans.Count == 0)
            errors.Add($"{Section}:Plans has no plan; set {Section}:Plans:standard:Server to a price in paise, for example.");
        if (TrialPlan.Length > 0 && !Plans.ContainsKey(TrialPlan))
            errors.Add($"{Section}:TrialPlan is '{TrialPlan}', which is none of {Section}:Plans.");
        foreach (var (id, plan) in Plans)
        {
            if (!TraderKey.IsUserId(id))
                errors.Add($"{Section}:Plans:{id} must be named by 1 to 40 small letters, digits and hyphens.");
            errors.AddRange(plan.Validate($"{Section}:Plans:{id}"));
        }

        return errors;
    }
}
