using TradingBot.Journal;

namespace TradingBot.Tests.Trading.Journal;

public sealed class JournalQueryTests
{
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public void What_is_no_cursor_is_refused(string cursor) => new JournalQuery(Cursor: cursor).Validate().Single().Field.ShouldBe("cursor");

    [Fact]
    public void Queries_are_validated()
    {
        new JournalQuery(UserId: "Alice", From: -1, To: -2, Limit: 1_001, Cursor: "?").Validate().Select(e => e.Field)
            .ShouldBe(["user", "from", "to", "limit", "cursor"]);
        new JournalQuery(From: 5, To: 4).Validate().Single().Field.ShouldBe("to");
        new JournalQuery(Limit: 0).Validate().Single().Field.ShouldBe("limit");
        new JournalQuery(From: 5, To: 5).Validate().ShouldBeEmpty();
    }
}
