package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Golden;
import io.jarrah.common.net.Wiring;
import io.jarrah.common.os.OwnChains;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FirewallRendererTest {
    private static final OwnChains NOTHING = new OwnChains(Set.of(), Set.of(), List.of());

    @Test
    void theFirstRulesDeclareChainsAndJumps() {
        Golden.check("rules-first", render(Map.of(), NOTHING));
    }

    @Test
    void publicAddressesAreTranslatedBothWays() {
        Golden.check(
                "rules-public", render(Map.of("10.99.0.100", "172.16.10.5", "10.99.0.101", "172.16.20.5"), NOTHING));
    }

    @Test
    void whereNetworksShareALayer2GuestsAreKnownByTheirAddresses() {
        SortedMap<String, String> addresses = new TreeMap<>(Map.of("10.99.0.100", "172.16.10.5"));
        Golden.check("rules-shared", FirewallRenderer.render(RenderersTest.wired(Wiring.SHARED), addresses, NOTHING));
    }

    @Test
    void manyPublicAddressesStandInATree() {
        Map<String, String> addresses = new HashMap<>();
        for (int i = 1; i <= 20; i++) {
            addresses.put("203.0.113." + i, "172.16.10." + (i + 10));
        }
        addresses.put("198.51.100.7", "172.16.20.5");
        Golden.check("rules-many-public", render(addresses, NOTHING));
    }

    @Test
    void laterRulesDropStaleChainsKeepJumpsAndLeaveHooksAlone() {
        OwnChains current = OwnChains.parse("""
                *filter
                :INPUT ACCEPT [0:0]
                :FORWARD ACCEPT [0:0]
                :JARRAH-FORWARD - [0:0]
                :JARRAH-PRE - [0:0]
                :JARRAH-S99 - [0:0]
                :JARRAH-sg-0123456789abcdef0-i - [0:0]
                -A FORWARD -j JARRAH-FORWARD
                -A FORWARD -s 192.0.2.1/32 -j DROP
                -A INPUT -j JARRAH-INPUT
                -A JARRAH-PRE -s 192.0.2.2/32 -j DROP
                COMMIT
                *nat
                :JARRAH-D-203.0.113.0-24 - [0:0]
                :JARRAH-S-172.16.0.0-20 - [0:0]
                -A PREROUTING -j JARRAH-PREROUTING
                COMMIT
                """);
        Golden.check("rules-later", render(Map.of(), current));
    }

    /** Each jump and each comparison until the rule for the address is found. */
    @Test
    void aPacketMeetsFewOfTwoThousandAddresses() {
        SortedMap<Long, String> inARow = new TreeMap<>();
        SortedMap<Long, String> everywhere = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            inARow.put(0xcb00_7100L + i, "-j " + i);
            everywhere.put(i * 2_147_483L, "-j " + i);
        }
        for (SortedMap<Long, String> addresses : List.of(inARow, everywhere)) {
            Map<String, List<String>> chains = AddressTree.chains("ROOT", "JARRAH-D-", "-d", addresses);
            assertThat(deepest("ROOT", chains)).isLessThanOrEqualTo(48);
            assertThat(chains.keySet()).allMatch(name -> name.length() <= 28);
            assertThat(chains.values().stream().flatMap(List::stream).filter(rule -> rule.contains("/32 ")))
                    .hasSize(2000);
        }
    }

    @Test
    void rulesDoNotGrowWithNetworksAndChainNamesAreShortEnough() {
        Map<String, List<String>> chains = AddressTree.chains("ROOT", "JARRAH-D-", "-d", seventeen(0xffff_fff0L - 20));
        assertThat(chains.keySet()).allMatch(name -> name.length() <= 28);
        assertThat(AddressTree.chains("ROOT", "JARRAH-D-", "-d", new TreeMap<>()))
                .containsOnlyKeys("ROOT");
    }

    private static SortedMap<Long, String> seventeen(long first) {
        SortedMap<Long, String> addresses = new TreeMap<>();
        for (int i = 0; i < 17; i++) {
            addresses.put(first + i, "-j X");
        }
        return addresses;
    }

    private static int deepest(String chain, Map<String, List<String>> chains) {
        int most = 0;
        List<String> rules = chains.getOrDefault(chain, List.of());
        for (int i = 0; i < rules.size(); i++) {
            String target = rules.get(i).substring(rules.get(i).lastIndexOf(' ') + 1);
            most = Math.max(most, i + 1 + deepest(target, chains));
        }
        return most;
    }

    private static String render(Map<String, String> publicAddresses, OwnChains current) {
        return FirewallRenderer.render(RenderersTest.SETTINGS, new TreeMap<>(publicAddresses), current);
    }
}
