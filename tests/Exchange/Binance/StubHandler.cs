using System.Net;
using System.Text;

namespace TradingBot.Tests.Exchange.Binance;

/// <summary>Answers requests from a list and remembers them.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new();

    public List<(string Method, Uri Url, string? ApiKey)> Requests { get; } = [];

    public StubHandler Answer(string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
                response.Headers.TryAddWithoutValidation(name, value);
            return response;
        });
        return this;
    }

    public StubHandler Fail(Exception exception)
    {
        _answers.Enqueue(_ => throw exception);
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method.Method, request.RequestUri!, request.Headers.TryGetValues("X-MBX-APIKEY", out var k) ? k.Single() : null));
        try
        {
            return Task.FromResult(_answers.Dequeue()(request));
        }
        catch (Exception e)
        {
            return Task.FromException<HttpResponseMessage>(e);
        }
    }
}
