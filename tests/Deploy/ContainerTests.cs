using System.Text.Json.Nodes;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Deploy;

/// <summary>The images and the composition for one host.</summary>
public sealed class ContainerTests
{
    private static readonly Dockerfile Image = Dockerfile.Load();

    [Fact]
    public void The_image_is_built_of_what_is_there()
    {
        foreach (var source in Image.Of("COPY").Where(static c => !c.StartsWith("--from", StringComparison.Ordinal)).SelectMany(static c => c.Split(' ')[..^1]))
            Path.Exists(Repository.PathOf(source)).ShouldBeTrue(source);

        // Every project that the program refers to, near or far, is copied and not ignored.
        var copied = Image.Of("COPY").Select(static c => c.Split(' ')[0]).ToList();
        var ignored = Repository.Read("k8s", "Dockerfile.dockerignore").Split('\n');
        foreach (var room in Rooms("silo"))
        {
            copied.ShouldContain(room);
            ignored.ShouldContain("!" + room);
        }

        Image.Of("RUN").ShouldContain(static r => r.Contains("dotnet publish silo", StringComparison.Ordinal) && r.Contains("GrainEngine=Orleans", StringComparison.Ordinal));
        Image.Of("ENTRYPOINT").ShouldBe([$"[\"dotnet\", \"{typeof(CommandLine).Assembly.GetName().Name}.dll\"]"]);
    }

    [Fact]
    public void It_runs_as_nobody_in_particular_and_lists_what_is_inside()
    {
        Image.Of("USER").ShouldBe(["1654"]);
        Image.Of("FROM").Single(static f => f.EndsWith(" AS program", StringComparison.Ordinal)).ShouldContain("chiseled");
        Image.Stages.TakeLast(2).ShouldBe(["silo", "client-api"]);
        Image.Of("ARG").ShouldContain("BUILDKIT_SBOM_SCAN_STAGE=true");
        Image.Environment.Keys.Where(static v => !EnvironmentNames.IsRead(v)).ShouldBeEmpty();
        Image.Of("HEALTHCHECK").ShouldHaveSingleItem().ShouldContain("\"health\", \"http://127.0.0.1:8080/healthz/ready\"");
        Image.Of("EXPOSE").SelectMany(static e => e.Split(' ')).ShouldBe(["8080", "9090", "11111", "30000"]);
    }

    [Fact]
    public void The_composition_fits_the_images_and_the_settings()
    {
        var compose = Yaml.Read(Repository.Read("k8s", "compose", "compose.yaml")).Single();
        var services = compose["services"]!.AsObject();

        foreach (var (name, service) in services)
        {
            if (service!["build"] is { } build)
            {
                Image.Stages.ShouldContain(Overlay.Text(build, "target"));
                File.Exists(Repository.PathOf("k8s", "compose", Overlay.Text(build, "context")!, Overlay.Text(build, "dockerfile")!)).ShouldBeTrue();
                Names(service["environment"]).Where(static v => !EnvironmentNames.IsRead(v)).ShouldBeEmpty(name);
                Overlay.Text(service, "read_only").ShouldBe("true", name);
            }

            Overlay.List(service["secrets"]).Select(static s => s.ToString()).Except(Names(compose["secrets"])).ShouldBeEmpty(name);
            Names(service["depends_on"]).Except(Names(services)).ShouldBeEmpty(name);
            Overlay.List(service["volumes"]).Select(static v => v.ToString().Split(':')[0]).Where(static v => !v.StartsWith('.'))
                .Except(Names(compose["volumes"])).ShouldBeEmpty(name);
        }

        var silo = services["silo"]!;
        Overlay.Text(silo["environment"], "Cluster__Address").ShouldBe(Overlay.Text(silo["networks"]!["default"], "ipv4_address"));
        Overlay.Text(silo["environment"], "OTEL_EXPORTER_OTLP_ENDPOINT").ShouldBe("http://collector:4317");
        var collector = Yaml.Read(Repository.Read("k8s", "compose", "collector.yaml")).Single();
        Overlay.Text(collector["receivers"]!["otlp"]!["protocols"]!["grpc"], "endpoint").ShouldBe("0.0.0.0:4317");
        foreach (var (_, pipeline) in collector["service"]!["pipelines"]!.AsObject())
        {
            foreach (var part in (string[])["receivers", "processors", "exporters"])
                Overlay.List(pipeline![part]).Select(static p => p.ToString()).Except(Names(collector[part])).ShouldBeEmpty(part);
        }
    }

    private static IEnumerable<string> Names(JsonNode? node) => node is JsonObject o ? o.Select(static p => p.Key) : [];

    // The folders of a project and of those that it refers to.
    private static HashSet<string> Rooms(string room)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([Directory.GetFiles(Repository.PathOf(room), "*.csproj").Single()]);
        while (open.TryDequeue(out var project))
        {
            if (!found.Add(Path.GetRelativePath(Repository.Root, project)))
                continue;
            foreach (var reference in global::System.Xml.Linq.XDocument.Load(project).Descendants("ProjectReference"))
                open.Enqueue(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, (string)reference.Attribute("Include")!)));
        }

        return [.. found.Select(static p => p.Split('/')[0])];
    }
}
