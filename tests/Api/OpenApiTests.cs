using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TradingBot.Tests.Support;

namespace TradingBot.Tests.Api;

/// <summary>The description of the API: complete, and sound in its structure.</summary>
public sealed partial class OpenApiTests : IAsyncLifetime
{
    private ApiService _service = null!;
    private JsonObject _document = null!;
    private JsonSchema _schemas = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync();
        using var stranger = _service.ClientOf(null);
        _document = (await stranger.GetJsonAsync("/openapi/v1.json")).AsObject();
        _schemas = new(_document);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void It_is_OpenAPI_3_1_with_a_security_scheme_that_every_operation_needs()
    {
        _document["openapi"]!.GetValue<string>().ShouldStartWith("3.1.");
        _document["info"]!["title"]!.GetValue<string>().ShouldNotBeEmpty();
        _document["info"]!["version"]!.GetValue<string>().ShouldBe("v1");
        _document["components"]!["securitySchemes"]!["Bearer"]!["scheme"]!.GetValue<string>().ShouldBe("bearer");
        _document["security"]!.AsArray().ShouldHaveSingleItem()!["Bearer"].ShouldNotBeNull();
    }

    [Fact]
    public void Every_reference_resolves()
    {
        var references = new List<string>();
        Collect(_document);
        references.ShouldNotBeEmpty();
        foreach (var reference in references.Distinct(StringComparer.Ordinal))
        {
            JsonNode? at = _document;
            reference.ShouldStartWith("#/");
            foreach (var part in reference[2..].Split('/'))
                at = at?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
            at.ShouldNotBeNull(reference);
        }

        void Collect(JsonNode? node)
        {
            if (node is JsonObject o)
            {
                if (o["$ref"] is JsonValue reference)
                    references.Add(reference.GetValue<string>());
                foreach (var (_, child) in o)
                    Collect(child);
            }
            else if (node is JsonArray a)
            {
                foreach (var child in a)
                    Collect(child);
            }
        }
    }

    [Fact]
    public void Every_list_says_what_is_in_it()
    {
        var lists = 0;
        Walk(_document["components"]!["schemas"]!, "schemas");
        lists.ShouldBePositive();

        void Walk(JsonNode? node, string path)
        {
            if (node is JsonObject o)
            {
                if (o["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String && type.GetValue<string>() == "array")
                {
                    lists++;
                    o["items"].ShouldNotBeNull(path);
                }

                foreach (var (name, child) in o)
                    Walk(child, $"{path}/{name}");
            }
        }
    }

    [Fact]
    public void Every_operation_is_named_summarised_and_says_its_answers_and_errors()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in ApiOperation.All(_document))
        {
            var name = operation.ToString();
            ids.Add(operation.Node["operationId"]!.GetValue<string>()).ShouldBeTrue(name);
            operation.Node["summary"]!.GetValue<string>().ShouldEndWith(".", Case.Sensitive, name);
            var responses = operation.Node["responses"]!.AsObject();
            responses.ShouldContain(r => r.Key.StartsWith('2'), name);
            // What asks for no token says so.
            responses.ContainsKey("401").ShouldBe(operation.Node["security"] is not System.Text.Json.Nodes.JsonArray { Count: 0 }, name);
            foreach (var (status, response) in responses.Where(r => r.Key[0] is '4' or '5'))
            {
                var content = _schemas.Resolve(response!.AsObject())["content"]!["application/problem+json"];
                content.ShouldNotBeNull($"{name} {status}");
                content["schema"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/Problem");
                content["example"]!["status"]!.GetValue<int>().ToString().ShouldBe(status);
            }

            if (responses["200"] is { } ok)
                ok["content"]!.AsObject().ShouldAllBe(c => c.Value!["schema"] != null, name);
        }
    }

    [Fact]
    public void Every_parameter_has_a_place_a_schema_and_a_description_and_every_path_its_parameters()
    {
        foreach (var operation in ApiOperation.All(_document))
        {
            var parameters = operation.Parameters;
            foreach (var parameter in parameters)
            {
                parameter["in"]!.GetValue<string>().ShouldBeOneOf("path", "query", "header");
                parameter["schema"]!["type"].ShouldNotBeNull($"{operation} {parameter["name"]}");
                parameter["description"]!.GetValue<string>().ShouldNotBeEmpty();
                if (parameter["in"]!.GetValue<string>() == "path")
                    parameter["required"]!.GetValue<bool>().ShouldBeTrue();
            }

            PathParameter().Matches(operation.Path).Select(m => m.Groups["name"].Value)
                .ShouldBe(parameters.Where(p => p["in"]!.GetValue<string>() == "path").Select(p => p["name"]!.GetValue<string>()), ignoreOrder: true);
            if (operation.Body is { } body)
                body["examples"]!.AsArray().Count.ShouldBe(1, operation.ToString());
        }
    }

    [Fact]
    public void Every_request_and_every_answer_has_an_example_that_its_schema_allows()
    {
        foreach (var operation in ApiOperation.All(_document))
        {
            if (operation.Body is { } body)
                _schemas.Check(operation.Example, body).ShouldBeEmpty(operation.ToString());
            foreach (var (status, response) in operation.Node["responses"]!.AsObject())
            {
                foreach (var (mediaType, content) in _schemas.Resolve(response!.AsObject())["content"] as JsonObject ?? [])
                {
                    // Nobody reads an image here.
                    if (mediaType.StartsWith("image/", StringComparison.Ordinal))
                        continue;
                    var what = $"{operation} {status} {mediaType}";
                    var example = content!["example"].ShouldNotBeNull(what);
                    if (mediaType.EndsWith("json", StringComparison.Ordinal))
                        _schemas.Check(example, content["schema"]!.AsObject()).ShouldBeEmpty(what);
                    else
                        example.GetValue<string>().ShouldContain("alice", Case.Sensitive, what);
                }
            }
        }
    }

    [Fact]
    public async Task An_independent_validator_finds_nothing_wrong_with_it()
    {
        using var folder = new TempFolder();
        var file = folder.Write("openapi.json", _document.ToJsonString());
        var (code, output) = await PythonAsync("import openapi_spec_validator");
        Assert.SkipUnless(code == 0, "python3 with openapi-spec-validator is not installed here.");

        (code, output) = await PythonAsync($"""
            import json, openapi_spec_validator as v
            for e in v.OpenAPIV31SpecValidator(json.load(open("{file}"))).iter_errors(): print(e)
            """);
        (code, output).ShouldBe((0, ""));
    }

    [Fact]
    public async Task The_page_that_shows_it_loads_nothing_from_elsewhere()
    {
        using var stranger = _service.ClientOf(null);
        foreach (var path in new[] { "/docs", "/docs/docs.css", "/docs/docs.js" })
        {
            using var answer = await stranger.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("http://");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("https://");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        }
    }

    [Fact]
    public async Task The_page_shows_every_operation_and_schema()
    {
        Assert.SkipUnless(Browser.IsInstalled, Browser.Absent);
        var page = await Browser.RenderAsync(new(_service.Address, "/docs"));
        foreach (var (schema, _) in _document["components"]!["schemas"]!.AsObject())
            page.ShouldContain($"<code>{schema}</code>");
        foreach (var operation in ApiOperation.All(_document))
            page.ShouldContain(WebUtility.HtmlEncode(operation.Node["summary"]!.GetValue<string>()).Replace("&#39;", "'", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output)> PythonAsync(string program)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var (output, errors) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
            await python.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return (python.ExitCode, (await output + await errors).Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "There is no python3.");
        }
    }

    [GeneratedRegex("{(?<name>[^}]+)}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathParameter();
}
