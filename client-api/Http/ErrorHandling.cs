using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Http;

/// <summary>Turns whatever ends a request early into problem details.</summary>
internal sealed class ErrorHandling(RequestDelegate next, ILogger<ErrorHandling> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (context.Request.ContentLength > ApiLimits.MaxBodyBytes)
                throw new RequestException(413, Problems.DetailOf(413, ""), []);
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                // A time-out clears what was set.
                SecurityHeaders.Set(context.Response);
                await Problems.WriteAsync(context, context.Response.StatusCode);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e);
        }
    }

    private Task WriteAsync(HttpContext context, Exception exception)
    {
        context.Response.Clear();
        SecurityHeaders.Set(context.Response);
        switch (exception)
        {
            case RequestException e:
                return Problems.WriteAsync(context, e.Status, e.Message, e.Errors);
            case BadHttpRequestException { StatusCode: 413 }:
                return Problems.WriteAsync(context, 413);
            case BadHttpRequestException e:
                return Problems.WriteAsync(context, e.StatusCode, e.Message);
            case UnknownSymbolException e:
                return Problems.WriteAsync(context, 400, e.Message, [new("symbol", e.Message)]);
            case UnavailableIntervalException e:
                return Problems.WriteAsync(context, 400, e.Message, [new("interval", e.Message)]);
            case VenueUnavailableException e:
                return Problems.WriteAsync(context, 503, e.Message);
            case TimeoutException or OrleansException:
                logger.LogWarning(exception, "{Method} {Path} got no answer", context.Request.Method, context.Request.Path);
                return Problems.WriteAsync(context, 503);
            case IOException:
                // A disk that is full, a database that is away.
                logger.LogError(exception, "{Method} {Path} could not be stored or read", context.Request.Method, context.Request.Path);
                return Problems.WriteAsync(context, 503);
            default:
                logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
                return Problems.WriteAsync(context, 500);
        }
    }
}
