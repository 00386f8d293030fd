using System.Globalization;
using TradingBot.Grains.Billing;

namespace TradingBot.Tests.Billing.Rules;

/// <summary>When users are reminded: at nine in the morning of their own day.</summary>
public sealed class MilestoneTests
{
    [Theory]
    // India is 5:30 ahead: the bill date of 20:00 UTC is the next day there.
    [InlineData("Asia/Kolkata", "2026-03-20T20:00Z", "2026-03-17T03:30Z 2026-03-19T03:30Z 2026-03-20T03:30Z 2026-03-21T03:30Z 2026-03-21T20:00Z 2026-03-28T20:00Z")]
    [InlineData("UTC", "2026-03-20T20:00Z", "2026-03-16T09:00Z 2026-03-18T09:00Z 2026-03-19T09:00Z 2026-03-21T09:00Z 2026-03-21T20:00Z 2026-03-28T20:00Z")]
    // Clocks go forward on 8 March: nine in the morning comes an hour earlier from that day on.
    [InlineData("America/New_York", "2026-03-10T12:00Z", "2026-03-06T14:00Z 2026-03-08T13:00Z 2026-03-09T13:00Z 2026-03-10T13:00Z 2026-03-11T12:00Z 2026-03-18T12:00Z")]
    public void They_are_at_nine_in_the_users_morning_and_restrictions_when_they_begin(string zone, string paidUntil, string expected) =>
        Milestones.Of(Milliseconds(paidUntil), Terms.Of(), TimeZoneInfo.FindSystemTimeZoneById(zone)).Select(m => m.At)
            .ShouldBe(expected.Split(' ').Select(Milliseconds));

    [Fact]
    public void An_hour_that_a_day_does_not_have_is_the_one_behind_it()
    {
        // In New York there is no 02:30 nor 02:00 on 8 March 2026.
        var milestones = Milestones.Of(Milliseconds("2026-03-09T16:00Z"), Terms.Of(o => o.ReminderHour = 2), TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

        milestones.Select(m => m.At).ShouldContain(Milliseconds("2026-03-08T07:00Z"));
    }

    [Fact]
    public void Times_are_written_in_the_users_zone() =>
        Milestones.Of(Milliseconds("2026-03-20T20:00Z"), Terms.Of(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"))[0].Text
            .ShouldBe("Your subscription is due in 3 days, on 2026-03-20 01:30 (Asia/Kolkata).");

    private static long Milliseconds(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
