using System.Collections.Immutable;

namespace TradingBot.Billing;

/// <summary>Who pays, as the payment provider wants to know it. Stored sealed, on no other record, and erasable.</summary>
/// <param name="Name">3 to 50 characters.</param>
/// <param name="Email">E-mail address, at most 100 characters.</param>
/// <param name="Phone">Telephone number with country code: + and 8 to 15 digits.</param>
[GenerateSerializer, Immutable, Alias("customer-details")]
public sealed record CustomerDetails(
    [property: Id(0)] string Name, [property: Id(1)] string Email, [property: Id(2)] string Phone)
{
    /// <summary>What is wrong with them; empty when nothing is.</summary>
    public ImmutableArray<ValidationError> Validate()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (Name is not { Length: >= 3 and <= 50 } || Name.Any(char.IsControl) || Name.Trim() != Name)
            errors.Add(new("name", "must be 3 to 50 characters, without blanks at its ends."));
        if (!IsEmail(Email))
            errors.Add(new("email", "must be an e-mail address of at most 100 characters, like name@example.com."));
        if (Phone is not { Length: >= 9 and <= 16 } || Phone[0] != '+' || Phone[1] is '0' || Phone.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            errors.Add(new("phone", "must be a telephone number with country code: + and 8 to 15 digits, like +919876543210."));
        return errors.ToImmutable();
    }

    // Personal details must not get into logs by way of a message's text.
    /// <inheritdoc/>
    public override string ToString() => nameof(CustomerDetails);

    private static bool IsEmail(string text)
    {
        if (text is not { Length: >= 6 and <= 100 } || text.Any(c => c is <= ' ' or > '~' or '"' or '\'' or '<' or '>' or '(' or ')' or ',' or ';' or ':' or '\\'))
            return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var domain = text[(at + 1)..];
        return at > 0 && !domain.Contains('@', StringComparison.Ordinal)
            && domain.IndexOf('.', StringComparison.Ordinal) > 0 && domain[^1] is not '.' && domain[0] is not '-' && !text.Contains("..", StringComparison.Ordinal);
    }
}
