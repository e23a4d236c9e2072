package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.net.Wiring;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link TwoClusters} whose networks share one layer 2 with the hosts: clusters are joined as they are elsewhere. */
@Timeout(180)
class SharedTransitIT {
    @TempDir
    static Path directory;

    private static TwoClusters clusters;

    @BeforeAll
    static void build() throws Exception {
        Lab.require(SharedTransitIT.class);
        clusters = new TwoClusters(directory, Wiring.SHARED);
        clusters.build();
        clusters.join();
    }

    @AfterAll
    static void remove() throws Exception {
        if (clusters != null) {
            clusters.close();
        }
    }

    @Test
    void privateAddressesAreReachedAndKept() throws Exception {
        assertThat(clusters.zone1().tcp("alice", TwoClusters.BOB.privateIp()))
                .isEqualTo("bob " + TwoClusters.ALICE.privateIp());
        assertThat(clusters.zone2().udp("narrow", TwoClusters.ALICE.privateIp(), 5000))
                .isEqualTo("alice " + TwoClusters.NARROW.privateIp());
    }

    /** It is the administrator's address, and not that of a gateway, which are on the same interface. */
    @Test
    void tunnelsEndAtTheHostsOwnAddress() {
        assertThat(clusters.zone1().in("router", "ip", "-d", "link", "show", "jtransit"))
                .contains("local 192.168.70.1 ");
    }
}
