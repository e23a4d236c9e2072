package io.jarrah.cc;

import io.jarrah.cc.books.BooksSettings;
import io.jarrah.cc.dns.DnsSettings;
import io.jarrah.cc.dns.NameServer;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.lease.LeaseSettings;
import io.jarrah.cc.lease.VrrpLease;
import io.jarrah.cc.network.GatewayInterfaces;
import io.jarrah.cc.network.LinkPlanner;
import io.jarrah.cc.network.LinuxNetworkPlane;
import io.jarrah.cc.network.PlaneSettings;
import io.jarrah.cc.os.Dnsmasq;
import io.jarrah.cc.reconcile.WatchSettings;
import io.jarrah.cc.testing.FakeNode;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.http.HttpServerConfig;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.state.JsonStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A whole cluster controller with the real network, for a process in a network namespace. Commands on standard input:
 * {@code apply FILE} (a network document) and {@code resync}; each is answered with a line. Arguments: directory, cluster, its node's address,
 * wiring, VNET_SUBNET6 or nothing, and for one of two controllers their virtual address.
 */
public final class LabMain {
    /** Where the lab has a name server in place of the outside's. */
    static final String UPSTREAM = "127.0.0.53";

    static final String TIME = "192.0.2.123";

    private static final String HOPS = "hops-";
    private static final String DOMAIN = "zone1.example";
    private static final int DNS_PORT = 8553;
    private static final Ipv4Prefix SUBNET = Ipv4Prefix.parse("172.16.0.0/12");

    private LabMain() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        ClusterName cluster = new ClusterName(args[1]);
        String node = args[2];
        Wiring wiring = Wiring.valueOf(args[3]);
        InstantSource clock = InstantSource.system();
        Optional<String> virtual = args.length > 5 ? Optional.of(args[5]) : Optional.empty();
        CommandRunner runner = noting(new ProcessCommandRunner(), directory.resolve("commands.log"));
        Lease lease = virtual.<Lease>map(address -> new VrrpLease(
                        new LeaseSettings("eth1", address, 74, SUBNET, LinkPlanner.GROUP),
                        new ProcessCommandRunner(),
                        directory.resolve("lease")))
                .orElse(Lease.ALONE);
        LinuxNetworkPlane plane = new LinuxNetworkPlane(
                settings(cluster, wiring, args[4], virtual),
                runner,
                "/usr/sbin/dhcpd",
                directory.resolve("net"),
                Path.of("/proc/sys"),
                lease);
        FakeIdentity identity = new FakeIdentity();
        ClusterController controller = new ClusterController(
                new ClusterControllerConfig(
                        cluster,
                        VnetMode.MANAGED,
                        directory.resolve("cc"),
                        BooksSettings.DEFAULT,
                        WatchSettings.DEFAULT,
                        Optional.of(HttpServerConfig.of("0.0.0.0", 8773)),
                        "127.0.0.1",
                        0),
                registration -> new FakeNode(new Capacity(4, 4096, 40), node, clock),
                identity,
                plane,
                Optional.of(names(directory, wiring)),
                lease,
                clock,
                new SecureRandom(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        controller.start();
        controller.service().applyNodes(Correlation.random(), new NodeRegistry(1, List.of(Samples.registration(1))));
        say("ready");
        NetworkDocument document = NetworkDocument.EMPTY;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("apply ")) {
                document = new JsonStore<>(Path.of(line.substring(6)), NetworkDocument.class)
                        .read()
                        .orElseThrow();
                know(identity, document);
                controller.service().applyNetwork(Correlation.random(), document);
            }
            if (!lease.shared()) {
                applyAll(plane, document, node);
            }
            say("done");
        }
        controller.stop();
    }

    private static void applyAll(LinuxNetworkPlane plane, NetworkDocument document, String node)
            throws InterruptedException {
        Duration again = plane.apply(document, List.of(node));
        while (again.isPositive()) {
            Thread.sleep(again);
            again = plane.apply(document, List.of(node));
        }
    }

    private static PlaneSettings settings(
            ClusterName cluster, Wiring wiring, String subnet6, Optional<String> tunnelAddress) {
        return new PlaneSettings(
                cluster,
                SUBNET,
                "eth0",
                "eth1",
                wiring,
                tunnelAddress,
                List.of(UPSTREAM),
                List.of(TIME),
                Optional.of(DOMAIN),
                8773,
                OptionalInt.of(DNS_PORT),
                Duration.ofMinutes(20),
                Optional.of(subnet6).filter(text -> !text.isEmpty()).map(Ipv6Prefix::parse));
    }

    /** Tells the test what is run. */
    private static CommandRunner noting(CommandRunner runner, Path file) {
        return command -> {
            try {
                Files.writeString(file, command + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return runner.run(command);
        };
    }

    private static NameServer names(Path directory, Wiring wiring) {
        return new NameServer(
                new DnsSettings(
                        DNS_PORT,
                        List.of(DOMAIN, "ec2.internal"),
                        SUBNET,
                        new GatewayInterfaces(wiring, "eth1", SUBNET).pattern(),
                        List.of(UPSTREAM)),
                new Dnsmasq(new ProcessCommandRunner(), Dnsmasq.PROGRAM),
                directory.resolve("dns"));
    }

    private static void know(FakeIdentity identity, NetworkDocument document) {
        for (NetworkEndpoint endpoint : document.endpoints()) {
            identity.byAddress.put(
                    endpoint.network() + " " + endpoint.privateIp(),
                    new InstanceMetadata(
                            endpoint.instanceId(),
                            Map.of("instance-id", endpoint.instanceId().value()),
                            Map.of(),
                            Optional.empty(),
                            new MetadataOptions(
                                    true,
                                    false,
                                    hopLimit(endpoint),
                                    !endpoint.hostname().equals("ipv4-only")),
                            InstantSource.system().instant().plusSeconds(60)));
        }
    }

    /** A test says by the host name how far tokens are to go: {@code hops-2}. */
    private static int hopLimit(NetworkEndpoint endpoint) {
        return endpoint.hostname().startsWith(HOPS)
                ? Integer.parseInt(endpoint.hostname().substring(HOPS.length()))
                : MetadataOptions.DEFAULT.hopLimit();
    }

    private static void say(String word) throws IOException {
        System.out.write(("LAB " + word + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
