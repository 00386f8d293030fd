namespace TradingBot.ClientApi.Http;

/// <summary>Ends a request with problem details; thrown where a handler's helpers find the request wanting.</summary>
public sealed class RequestException(int status, string detail, IReadOnlyList<ValidationError> errors) : Exception(detail)
{
    public int Status { get; } = status;

    public IReadOnlyList<ValidationError> Errors { get; } = errors;

    /// <summary>400: fields with what is wrong with each.</summary>
    public static RequestException Invalid(params IReadOnlyList<ValidationError> errors) =>
        new(400, errors.Count == 1 ? $"{errors[0].Field}: {errors[0].Message}" : $"{errors.Count} fields are not valid.", errors);

    /// <summary>404: what is not there, or not the user's.</summary>
    public static RequestException NotFound(string detail, params IReadOnlyList<ValidationError> errors) => new(404, detail, errors);

    /// <summary>409: what stands against it now.</summary>
    public static RequestException Conflict(string detail, params IReadOnlyList<ValidationError> errors) => new(409, detail, errors);
}
