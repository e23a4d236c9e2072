package io.jarrah.nc.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.nc.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NftTableTest {
    @Test
    void whoMaySpeakIsOneTable() {
        Golden.check("nft.txt", NftTable.render(Policies.sample()));
    }

    @Test
    void whoHasAnAddressOfItSpeaksIpv6() {
        Golden.check("nft-ipv6.txt", NftTable.render(Policies.dualStack()));
        assertThat(NftTable.speakers(NftTable.render(Policies.dualStack())))
                .containsExactly(
                        new NftTable.Speaker("jt0000000000005", "172.16.10.5"),
                        new NftTable.Speaker("jt0000000000006", "172.16.10.6"),
                        new NftTable.Speaker("jt0000000000005", "fd00:10::a:5"));
    }

    @Test
    void whoMaySpeakIsReadBackAsNftShowsIt() {
        String listed = """
                elements = { "jt0000000000005" . d0:0d:00:00:00:05 . 172.16.10.5,
                             "jt0000000000006" . d0:0d:00:00:00:06 . 172.16.10.6 }
                """;
        assertThat(NftTable.speakers(listed)).isEqualTo(NftTable.speakers(NftTable.render(Policies.sample())));
        assertThat(NftTable.speakers(listed)).contains(new NftTable.Speaker("jt0000000000005", "172.16.10.5"));
    }

    /** Guests of other nodes come by the link that the other hosts come by. */
    @Test
    void onALayer2WithGuestsTheHostDoesNotHearThem() {
        Policy apart = Policies.sample();
        Policy shared =
                new Policy(apart.guests(), apart.groups(), List.of(), Optional.of(Ipv4Prefix.parse("172.16.0.0/12")));
        Golden.check("nft-shared.txt", NftTable.render(shared));
    }

    @Test
    void whereTheSiteGivesTheAddressesOnlyTheMacIsLookedAt() {
        Guest unaddressed = new Guest(
                Policies.BACK.id(),
                Policies.BACK.tap(),
                Policies.BACK.mac(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Golden.check(
                "nft-leased.txt",
                NftTable.render(new Policy(
                        List.of(Policies.FRONT, unaddressed), List.of(), true, List.of(), Optional.empty())));
    }

    @Test
    void withoutGuestsNobodyMaySpeak() {
        Golden.check("nft-closed.txt", NftTable.render(Policy.CLOSED));
    }
}
