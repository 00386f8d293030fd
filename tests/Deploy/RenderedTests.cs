using System.Text.Json.Nodes;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Hosting;

namespace TradingBot.Tests.Deploy;

/// <summary>What the overlays say is what the programs read and serve.</summary>
public sealed class RenderedTests
{
    // The longest drain's own limit is checked by the program; a silo then has a minute to hand over.
    private const int HandOver = 60;

    public static TheoryData<string> Overlays => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Manifests_fit_the_schemas_of_Kubernetes(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var schemas = Repository.PathOf("tests", "Deploy", "schemas");
        Assert.SkipUnless(Directory.Exists(Path.Combine(schemas, "node_modules")), "the schemas are not there: npm ci in tests/Deploy/schemas brings them");

        var (exitCode, complaints) = await Repository.RunAsync(
            "node", schemas, new JsonArray([.. overlay.All.Select(static m => m.DeepClone())]).ToJsonString(), "check.mjs");

        exitCode.ShouldBe(0, complaints);
        complaints.ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_environment_variable_is_a_setting(string name)
    {
        var overlay = await Overlay.RenderAsync(name);

        foreach (var (pod, spec) in overlay.Own)
            EnvironmentOf(overlay, spec).Select(static e => e.Name).Where(static v => !EnvironmentNames.IsRead(v)).ShouldBeEmpty(pod);
        EnvironmentOf(overlay, overlay.Own.First(static p => p.Name == "trading-bot-silo").Pod).ShouldContain(static e => e.Name == "Cluster__Address");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Ports_are_those_that_the_programs_listen_on(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var image = Dockerfile.Load();
        var cluster = new ClusterSettings();
        var known = new Dictionary<string, int>
        {
            ["http"] = int.Parse(image.Environment["Http__Port"]), ["metrics"] = int.Parse(image.Environment["Telemetry__MetricsPort"]),
            ["silo"] = cluster.SiloPort, ["gateway"] = cluster.GatewayPort, ["postgres"] = 5_432,
        };

        foreach (var port in overlay.Pods.SelectMany(static p => Containers(p.Pod)).SelectMany(static c => Overlay.List(c["ports"])))
            known[Overlay.Text(port, "name")!].ShouldBe((int)port["containerPort"]!);
        foreach (var service in overlay.Of("Service"))
        {
            var pod = overlay.Pods.Single(p => p.Name == Overlay.Text(service["spec"]!["selector"], "app.kubernetes.io/name")).Pod;
            var offered = Containers(pod).SelectMany(static c => Overlay.List(c["ports"])).Select(static p => Overlay.Text(p, "name"));
            Overlay.List(service["spec"]!["ports"]).Select(static p => Overlay.Text(p, "targetPort")).Except(offered).ShouldBeEmpty(Overlay.NameOf(service));
        }

        // Beside ours: names, the venues' REST and streams, and the collector.
        int[] others = [53, 443, 9_443, 4_317];
        overlay.Of("NetworkPolicy").SelectMany(PortsOf).Except(known.Values).Except(others).ShouldBeEmpty();
        var ingress = overlay.One("Ingress", "trading-bot")["spec"]!;
        var backend = ingress["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!;
        Overlay.List(overlay.One("Service", Overlay.Text(backend, "name")!)["spec"]!["ports"]).Select(static p => Overlay.Text(p, "name"))
            .ShouldContain(Overlay.Text(backend["port"], "name"));
        Overlay.Text(ingress["rules"]![0], "host").ShouldBe(ingress["tls"]![0]!["hosts"]![0]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Secrets_are_those_that_the_runbook_has_made(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var install = Repository.Read("docs", "runbook", "install.md");

        overlay.Of("Secret").ShouldBeEmpty("secrets are made by people, not by files of the repository");
        foreach (var (pod, spec) in overlay.Pods)
        {
            var byVariable = Containers(spec).SelectMany(static c => Overlay.List(c["env"])).Select(static e => e["valueFrom"]?["secretKeyRef"])
                .OfType<JsonNode>().Select(static s => (Name: Overlay.Text(s, "name")!, Key: Overlay.Text(s, "key")!));
            var byFile = Overlay.List(spec["volumes"]).Select(static v => v["secret"]).OfType<JsonNode>()
                .SelectMany(static s => Overlay.List(s["items"]).Select(i => (Name: Overlay.Text(s, "secretName")!, Key: Overlay.Text(i, "key")!)));
            foreach (var (secret, key) in byVariable.Concat(byFile))
                install.Split('\n').ShouldContain(l => l.Contains($"secret generic {secret} ", StringComparison.Ordinal) && l.Contains($"{key}=", StringComparison.Ordinal), $"{pod}: {secret}/{key}");
        }

        install.ShouldContain($"secret tls {overlay.One("Ingress", "trading-bot")["spec"]!["tls"]![0]!["secretName"]} ");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Volumes_are_where_the_programs_look(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var image = Dockerfile.Load();

        foreach (var (pod, spec) in overlay.Pods)
        {
            var volumes = Overlay.List(spec["volumes"]).ToDictionary(static v => Overlay.Text(v, "name")!);
            foreach (var container in Containers(spec))
            {
                var mounts = Overlay.List(container["volumeMounts"]).ToList();
                if (pod != "postgres")
                    mounts.Select(static m => Overlay.Text(m, "name")!).Except(volumes.Keys).ShouldBeEmpty(pod);
                mounts.Select(static m => Overlay.Text(m, "mountPath")).ShouldContain("/tmp", pod);
                if (pod is not ("trading-bot-silo" or "trading-bot-api"))
                    continue;
                var keyFile = EnvironmentOf(overlay, spec).Single(static e => e.Name == "Secrets__MasterKeyFile").Value!;
                var mount = mounts.Single(m => keyFile.StartsWith(Overlay.Text(m, "mountPath") + "/", StringComparison.Ordinal));
                Overlay.List(volumes[Overlay.Text(mount, "name")!]["secret"]!["items"]).Select(static i => Overlay.Text(i, "path"))
                    .ShouldContain(Path.GetFileName(keyFile), pod);
                mounts.Select(static m => Overlay.Text(m, "mountPath")).ShouldContain(image.Environment["Data__Directory"], pod);
            }
        }

        Overlay.List(Containers(overlay.Pods.Single(static p => p.Name == "trading-bot-api").Pod).Single()["volumeMounts"])
            .Select(static m => Overlay.Text(m, "mountPath")).ShouldContain(image.Environment["Data__Directory"] + "/" + AdminAccess.FileName);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Pods_may_do_nothing_but_their_work(string name)
    {
        var overlay = await Overlay.RenderAsync(name);

        overlay.All.Select(static m => Overlay.Text(m, "kind")).ShouldNotContain(static k => k == "Role" || k == "RoleBinding" || k == "ClusterRole" || k == "ClusterRoleBinding");
        overlay.Of("ServiceAccount").ShouldAllBe(static a => Overlay.Text(a, "automountServiceAccountToken") == "false");
        foreach (var (pod, spec) in overlay.Pods)
        {
            Overlay.Text(spec, "automountServiceAccountToken").ShouldBe("false", pod);
            Overlay.Text(spec["securityContext"], "runAsNonRoot").ShouldBe("true", pod);
            foreach (var container in Containers(spec))
            {
                var context = container["securityContext"]!;
                Overlay.Text(context, "readOnlyRootFilesystem").ShouldBe("true", pod);
                Overlay.Text(context, "allowPrivilegeEscalation").ShouldBe("false", pod);
                context["capabilities"]!["drop"]![0]!.ToString().ShouldBe("ALL", pod);
                container["resources"]!["requests"]!["cpu"].ShouldNotBeNull(pod);
                container["resources"]!["limits"]!["cpu"].ShouldBeNull(pod);
                container["resources"]!["limits"]!["memory"].ShouldNotBeNull(pod);
            }
        }

        foreach (var (_, spec) in overlay.Own)
            overlay.Of("ServiceAccount").Select(Overlay.NameOf).ShouldContain(Overlay.Text(spec, "serviceAccountName"));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task An_update_or_a_lost_machine_leaves_somebody_there(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var settings = overlay.Of("ConfigMap").Single(static m => Overlay.NameOf(m).StartsWith("trading-bot-settings", StringComparison.Ordinal))["data"]!;
        var drain = int.Parse(Overlay.Text(settings, "Http__DrainSeconds")!);
        drain.ShouldBeInRange(5, 30);

        foreach (var called in (string[])["trading-bot-silo", "trading-bot-api"])
        {
            var deployment = overlay.One("Deployment", called)["spec"]!;
            Overlay.Text(deployment["strategy"]!["rollingUpdate"], "maxUnavailable").ShouldBe("0");
            var grace = (int)deployment["template"]!["spec"]!["terminationGracePeriodSeconds"]!;
            grace.ShouldBeGreaterThan(called == "trading-bot-silo" ? drain + HandOver : drain + 30);
            deployment["template"]!["spec"]!["affinity"]!["podAntiAffinity"].ShouldNotBeNull();
            overlay.One("PodDisruptionBudget", called)["spec"]!["selector"]!.ToJsonString().ShouldBe(deployment["selector"]!.ToJsonString());
        }

        Overlay.Text(overlay.One("HorizontalPodAutoscaler", "trading-bot-api")["spec"]!["scaleTargetRef"], "name").ShouldBe("trading-bot-api");
        overlay.One("Deployment", "trading-bot-api")["spec"]!["replicas"].ShouldBeNull("their number is the autoscaler's");
        Overlay.List(Containers(overlay.Pods.Single(static p => p.Name == "trading-bot-migrate").Pod).Single()["args"]).Single().ToString().ShouldBe("migrate");
    }

    internal static IEnumerable<JsonNode> Containers(JsonNode pod) => Overlay.List(pod["containers"]).Concat(Overlay.List(pod["initContainers"]));

    private static IEnumerable<(string Name, string? Value)> EnvironmentOf(Overlay overlay, JsonNode pod)
    {
        foreach (var container in Containers(pod))
        {
            foreach (var variable in Overlay.List(container["env"]))
                yield return (Overlay.Text(variable, "name")!, Overlay.Text(variable, "value"));
            foreach (var map in Overlay.List(container["envFrom"]).Select(static e => Overlay.Text(e["configMapRef"], "name")!))
            {
                foreach (var (name, value) in overlay.One("ConfigMap", map)["data"]!.AsObject())
                    yield return (name, value!.ToString());
            }
        }
    }

    private static IEnumerable<int> PortsOf(JsonNode policy) =>
        Overlay.List(policy["spec"]!["ingress"]).Concat(Overlay.List(policy["spec"]!["egress"])).SelectMany(static r => Overlay.List(r["ports"])).Select(static p => (int)p["port"]!);
}
