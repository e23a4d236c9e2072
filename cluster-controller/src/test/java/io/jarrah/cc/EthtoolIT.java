package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

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
class EthtoolIT {
    private static final String NAMESPACE = "of-" + ProcessHandle.current().pid();

    private final ProcessCommandRunner host = new ProcessCommandRunner();
    private final CommandRunner inside = command -> {
        List<String> argv = new ArrayList<>(Arrays.asList("ip", "netns", "exec", NAMESPACE));
        argv.addAll(command.argv());
        return host.run(new Command(argv, command.timeout(), command.stdin(), command.okExitCodes()));
    };

    private final EthtoolCommand ethtool = new EthtoolCommand(inside);

    @BeforeEach
    void build() {
        host.run(Command.of("ip", "netns", "add", NAMESPACE));
        in("ip", "link", "add", "name", "eth0", "type", "veth", "peer", "name", "far");
    }

    @AfterEach
    void remove() {
        host.run(Command.of("ip", "netns", "delete", NAMESPACE));
    }

    @Test
    void featuresAreThoseThatAreOn() {
        assertThat(ethtool.features("eth0"))
                .contains("tx-checksumming", "rx-checksumming")
                .doesNotContain("large-receive-offload");
        in("ethtool", "-K", "eth0", "tx", "off");
        assertThat(ethtool.features("eth0")).contains("rx-checksumming").doesNotContain("tx-checksumming");
    }

    private void in(String... argv) {
        inside.run(Command.of(argv));
    }
}
