package io.jarrah.nc.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.nc.firewall.LeaseTable.Lease;
import io.jarrah.nc.testing.Golden;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseTableTest {
    /** As nft 1.0.6 shows it. */
    private static final String SHOWN = """
            table bridge jarrah-leases {
            	set clients {
            		typeof iifname . @th,288,48
            		elements = { "jt0000000000005" . 0xd00d00000005 }
            	}

            	set leased {
            		typeof iifname . @th,288,48 . @th,192,32
            		size 65535
            		flags dynamic,timeout
            		timeout 30d
            		elements = { "jt0000000000005" . 0xd00d00000005 . 0xa4d0064 timeout 30d expires 29d23h59m59s928ms,
            			     "jt0000000000005" . 0xd00d00000005 . 0xc0a80107 expires 29d23h10m1s }
            	}

            	chain prerouting {
            		type filter hook prerouting priority dstnat + 10; policy accept;
            	}
            }
            """;

    private static final Lease LATEST = new Lease(
            "jt0000000000005",
            "d0:0d:00:00:00:05",
            "10.77.0.100",
            Duration.ofDays(30).minusMillis(72));

    @Test
    void chainsAndClientsAreReplacedAndWhatWasLearnedStays() {
        Guest unaddressed = new Guest(
                Policies.BACK.id(),
                Policies.BACK.tap(),
                Policies.BACK.mac(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Golden.check("nft-leases.txt", LeaseTable.render(List.of(Policies.FRONT, unaddressed), List.of()));
        assertThat(LeaseTable.render(List.of(Policies.FRONT), List.of(LATEST)))
                .as("what was learned is newer than what is known elsewhere")
                .doesNotContain("add element");
    }

    @Test
    void leasesAreReadAndTheLatestCounts() {
        List<Lease> leases = LeaseTable.leases(SHOWN);
        assertThat(leases)
                .containsExactly(
                        LATEST,
                        new Lease(
                                "jt0000000000005",
                                "d0:0d:00:00:00:05",
                                "192.168.1.7",
                                Duration.ofDays(29)
                                        .plusHours(23)
                                        .plusMinutes(10)
                                        .plusSeconds(1)));
        assertThat(LeaseTable.latest(leases).values()).containsExactly(LATEST);
        assertThat(LeaseTable.latest(leases.reversed()).values()).containsExactly(LATEST);
    }

    @Test
    void whatWasReplacedOrIsNobodysIsTakenOut() {
        List<Lease> leases = LeaseTable.leases(SHOWN);
        assertThat(LeaseTable.removal(List.of(Policies.FRONT), leases))
                .isEqualTo("delete element bridge jarrah-leases leased"
                        + " { \"jt0000000000005\" . 0xd00d00000005 . 0xc0a80107 }\n");
        assertThat(LeaseTable.removal(List.of(Policies.FRONT), List.of(LATEST))).isEmpty();
        assertThat(LeaseTable.removal(List.of(Policies.BACK), List.of(LATEST))).contains("0xd00d00000005 . 0x0a4d0064");
    }

    @Test
    void whatIsLearnedIsNoDrift() {
        String without = LeaseTable.fixed(SHOWN);
        assertThat(without).contains("0xd00d00000005 }").doesNotContain("expires");
        assertThat(LeaseTable.fixed(without)).isEqualTo(without);
        assertThat(LeaseTable.fixed(SHOWN.replace("30d expires 29d23h59m59s928ms", "30d expires 1d")))
                .isEqualTo(without);
    }
}
