package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.os.IpCommand;
import io.jarrah.cc.os.Link;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.EthtoolCommand;
import io.jarrah.common.os.ProcessCommandRunner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel says of a real pair of interfaces. */
@Timeout(60)
class OffloadsIT {
    private static final String NAMESPACE = "of-" + ProcessHandle.current().pid();

    private final ProcessCommandRunner host = new ProcessCommandRunner();
    private final CommandRunner inside = command -> {
        List<String> argv = new ArrayList<>(Arrays.asList("ip", "netns", "exec", NAMESPACE));
        argv.addAll(command.argv());
        return host.run(new Command(argv, command.timeout(), command.stdin(), command.okExitCodes()));
    };

    @BeforeEach
    void build() {
        host.run(Command.of("ip", "netns", "add", NAMESPACE));
        in("ip", "link", "add", "name", "eth0", "type", "veth", "peer", "name", "far");
    }

    @AfterEach
    void remove() {
        host.run(Command.of("ip", "netns", "delete", NAMESPACE));
    }

    /** Facts 7.2, failure 3: offloads that spoil what is forwarded. */
    @Test
    void failure3AVethPairThatLeavesChecksumsOutIsFound() {
        assertThat(findings())
                .singleElement()
                .asString()
                .contains("interface eth0 (VNET_PUBINTERFACE)", "tx-checksumming", "ethtool -K eth0 tx off");
        in("ethtool", "-K", "eth0", "tx", "off");
        assertThat(findings()).isEmpty();
    }

    private List<String> findings() {
        Link link = new IpCommand(inside)
                .links().stream()
                        .filter(found -> found.name().equals("eth0"))
                        .findAny()
                        .orElseThrow();
        return Preflight.offloads("VNET_PUBINTERFACE", link, new EthtoolCommand(inside).features("eth0"));
    }

    private void in(String... argv) {
        inside.run(Command.of(argv));
    }
}
