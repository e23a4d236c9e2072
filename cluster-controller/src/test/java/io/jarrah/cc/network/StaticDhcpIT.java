package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Samples;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.MacMap;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real dhcpd on an interface in the site's network, asked by hosts of that network. */
@Timeout(120)
class StaticDhcpIT {
    private static final String SUBNET = "192.168.77.0/24";
    private static final NetworkSegment SITE =
            new NetworkSegment(Samples.NET10.id(), Samples.NET10.accountId(), 1, SUBNET, 1500);
    private static final MacMap PAIRS = MacMap.parse("aa:dd:11:ce:ff:ed=192.168.77.3 aa:dd:11:ce:ff:ee=192.168.77.4");

    @TempDir
    Path directory;

    private final ProcessCommandRunner host = new ProcessCommandRunner();
    private final List<String> namespaces = new ArrayList<>();
    private FlatNetworkPlane plane;

    @BeforeEach
    void build() throws Exception {
        namespace("cc");
        namespace("lan");
        in("lan", "ip", "link", "add", "name", "br0", "type", "bridge");
        in("lan", "ip", "link", "set", "br0", "up");
        plug("cc", "02:00:00:00:00:01");
        plug("one", "aa:dd:11:ce:ff:ed");
        plug("two", "aa:dd:11:ce:ff:ee");
        plug("stranger", "02:00:00:00:00:99");
        // dhcpd is started by the plane itself, so it is this script that takes it into the namespace.
        Path dhcpd = script("dhcpd", "exec ip netns exec " + name("cc") + " /usr/sbin/dhcpd \"$@\"");
        script(
                "udhcpc.sh",
                "[ \"$1\" = bound ] && echo \"ip=$ip router=$router dns=$dns ntp=$ntpsrv hostname=$hostname mask=$subnet\"");
        plane = new FlatNetworkPlane(settings(), inside("cc"), dhcpd.toString(), directory.resolve("net"));
    }

    @AfterEach
    void remove() throws Exception {
        plane.stop();
        namespaces.forEach(name -> host.run(Command.of("ip", "netns", "delete", name)));
    }

    @Test
    void anInstanceGetsItsPairAndAStrangerNothing() throws Exception {
        in("cc", "ip", "addr", "add", "192.168.77.2/24", "dev", "eth0");
        plane.start();
        assertThat(plane.problem()).isEmpty();
        serve(endpoint(1, "aa:dd:11:ce:ff:ed", "192.168.77.3"));
        assertThat(lease("one"))
                .contains(
                        "ip=192.168.77.3 router=192.168.77.1 dns=192.168.77.53 ntp=192.168.77.123 hostname=host1 mask=255.255.255.0");
        assertThat(lease("stranger")).doesNotContain("ip=");
        assertThat(lease("two")).as("a pair that is free").doesNotContain("ip=");

        serve(endpoint(2, "aa:dd:11:ce:ff:ee", "192.168.77.4"));
        assertThat(lease("two")).contains("ip=192.168.77.4");
        assertThat(lease("one")).as("terminated").doesNotContain("ip=");
    }

    @Test
    void aHostThatCannotServeTheNetworkIsRefused() {
        assertThatThrownBy(plane::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no address in " + SUBNET);
        in("cc", "ip", "addr", "add", "192.168.77.3/24", "dev", "eth0");
        in("cc", "ip", "link", "add", "name", "virbr0", "type", "bridge");
        in("cc", "ip", "addr", "add", "192.168.77.200/25", "dev", "virbr0");
        plane.start();
        assertThat(plane.problem().orElseThrow())
                .contains("eth0 has 192.168.77.3, which VNET_MACMAP gives to instances")
                .contains("virbr0 has 192.168.77.200/25, which overlaps with VNET_SUBNET 192.168.77.0/24")
                .contains("virsh net-destroy default");
        in("cc", "ip", "link", "delete", "dev", "eth0");
        assertThatThrownBy(plane::start).hasMessageContaining("there is no interface eth0 (VNET_PRIVINTERFACE)");
    }

    static FlatSettings settings() {
        return new FlatSettings(
                Samples.ZONE,
                new FlatNetwork(
                        VnetMode.STATIC,
                        Optional.of(Ipv4Prefix.parse(SUBNET)),
                        Optional.empty(),
                        Optional.of("192.168.77.1"),
                        List.of("192.168.77.53"),
                        List.of("192.168.77.123"),
                        PAIRS),
                "eth0",
                Optional.of("site.example"),
                Duration.ofMinutes(20));
    }

    private void serve(NetworkEndpoint endpoint) throws InterruptedException {
        NetworkDocument document = new NetworkDocument(1, List.of(SITE), List.of(endpoint), List.of());
        for (Duration again = plane.apply(document, List.of());
                again.isPositive();
                again = plane.apply(document, List.of())) {
            Thread.sleep(again);
        }
    }

    static NetworkEndpoint endpoint(int number, String mac, String address) {
        return new NetworkEndpoint(
                new InstanceId("i-%017x".formatted(number)),
                SITE.id(),
                mac,
                address,
                "host" + number,
                List.of(),
                Optional.empty());
    }

    /** What udhcpc says after up to four requests; dhcpd may still be starting at the first. */
    private String lease(String guest) {
        return host.run(Command.of(
                                "ip",
                                "netns",
                                "exec",
                                name(guest),
                                "busybox",
                                "udhcpc",
                                "-n",
                                "-q",
                                "-f",
                                "-t",
                                "4",
                                "-T",
                                "1",
                                "-i",
                                "eth0",
                                "-s",
                                directory.resolve("udhcpc.sh").toString())
                        .acceptingExitCodes(1))
                .stdout();
    }

    private Path script(String name, String body) throws Exception {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private void plug(String guest, String mac) {
        if (!namespaces.contains(name(guest))) {
            namespace(guest);
        }
        in("lan", "ip", "link", "add", "name", guest, "type", "veth", "peer", "name", "eth0", "netns", name(guest));
        in("lan", "ip", "link", "set", guest, "master", "br0", "up");
        in(guest, "ip", "link", "set", "eth0", "address", mac, "up");
    }

    private void namespace(String name) {
        host.run(Command.of("ip", "netns", "add", name(name)));
        namespaces.add(name(name));
        in(name, "ip", "link", "set", "lo", "up");
    }

    private static String name(String name) {
        return "sd-" + ProcessHandle.current().pid() + "-" + name;
    }

    private void in(String namespace, String... argv) {
        inside(namespace).run(Command.of(argv));
    }

    private CommandRunner inside(String namespace) {
        return command -> {
            List<String> argv = new ArrayList<>(Arrays.asList("ip", "netns", "exec", name(namespace)));
            argv.addAll(command.argv());
            CommandResult result =
                    host.run(new Command(argv, command.timeout(), command.stdin(), command.okExitCodes()));
            return result;
        };
    }
}
