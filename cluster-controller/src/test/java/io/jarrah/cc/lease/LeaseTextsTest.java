package io.jarrah.cc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.Golden;
import io.jarrah.common.net.Ipv4Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseTextsTest {
    private static final Ipv4Prefix SUBNET = Ipv4Prefix.parse("172.16.0.0/12");
    private static final LeaseSettings SETTINGS = new LeaseSettings("eth1", "192.168.70.1", 74, SUBNET, 0x4a41);

    private static final Duration LIFE = Duration.ofSeconds(4);

    @Test
    void keepalivedConf() {
        Golden.check(
                "keepalived.conf",
                KeepalivedConf.render(
                        SETTINGS,
                        Path.of("/var/lib/jarrah/cc/lease/transitions"),
                        Path.of("/var/lib/jarrah/cc/lease/close.nft"),
                        "/usr/sbin/nft"));
    }

    @Test
    void theGate() {
        Golden.check("gate-closed.nft", GateTable.closed(SETTINGS));
        Golden.check("gate-renewed.nft", GateTable.renew(LIFE, Optional.of(Duration.ofMillis(1234))));
        Golden.check("gate-addresses.nft", GateTable.only(SETTINGS, Set.of("172.16.10.1", "203.0.113.10")));
        assertThat(GateTable.renew(LIFE, Optional.empty())).contains("awake").endsWith(GateTable.close());
        assertThat(GateTable.renew(LIFE, Optional.empty())).doesNotContain("add element inet jarrah-lease alive");
    }

    @Test
    void transitions() {
        assertThat(Transitions.held("INSTANCE \"jarrah\" MASTER 100")).contains(true);
        assertThat(Transitions.held("INSTANCE \"jarrah\" BACKUP 100")).contains(false);
        assertThat(Transitions.held("INSTANCE \"jarrah\" FAULT 100")).contains(false);
        assertThat(Transitions.held("INSTANCE \"jarrah\" STOP 100")).contains(false);
        assertThat(Transitions.held("INSTANCE \"jarrah\" MASTER_RX_LOWER_PRI 100"))
                .isEmpty();
        assertThat(Transitions.held("INSTANCE \"other\" MASTER 100")).isEmpty();
        assertThat(Transitions.held("GROUP \"jarrah\" MASTER 100")).isEmpty();
        assertThat(Transitions.held("")).isEmpty();
    }

    @Test
    void theVirtualAddressIsNoGuests() {
        assertThatThrownBy(() -> new LeaseSettings("eth1", "172.16.1.1", 74, SUBNET, 1))
                .hasMessageContaining("is in VNET_SUBNET 172.16.0.0/12");
        assertThatThrownBy(() -> new LeaseSettings("eth1", "192.168.70.1/24", 74, SUBNET, 1))
                .hasMessageContaining("not an IPv4 address");
    }
}
