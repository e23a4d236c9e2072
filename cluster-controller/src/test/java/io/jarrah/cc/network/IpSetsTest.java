package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Golden;
import io.jarrah.cc.Samples;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.net.Wiring;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IpSetsTest {
    private static final String SAVED = """
            create JARRAH-NET hash:net,iface family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0xb2fe1244
            add JARRAH-NET 172.16.10.0/24,br10
            create JARRAH-PREFIX hash:net family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x6fc93b6f
            add JARRAH-PREFIX 172.16.10.0/24
            create JARRAH-PUBLIC hash:ip family inet hashsize 1024 maxelem 262144 bucketsize 12 initval 0x1bc3aa1a
            add JARRAH-PUBLIC 10.99.0.100
            create JARRAH-REMOTE hash:net family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x6fc93b6e
            create JARRAH-PEERS hash:ip family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x1bc3aa1b
            create JARRAH-NODES hash:ip family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x1bc3aa1c
            create ADMINISTRATORS hash:ip family inet hashsize 1024 maxelem 65536
            add ADMINISTRATORS 192.0.2.1
            """;
    private static final TunnelEnds NO_ENDS = new TunnelEnds(Set.of(), Set.of());
    private static final TunnelEnds ENDS = new TunnelEnds(Set.of("192.168.70.11"), Set.of("192.168.70.2"));
    private static final GatewayInterfaces BRIDGES = RenderersTest.SETTINGS.gateways();
    private static final NetworkDocument ONE = new NetworkDocument(1, List.of(Samples.NET10), List.of(), List.of());

    @Test
    void setsAreMadeFromNothing() {
        IpSets.Plan plan =
                IpSets.plan(Samples.withPeers(Samples.document()), BRIDGES, List.of("10.99.0.100"), ENDS, "");
        Golden.check("sets-first", String.join("\n", plan.grow()) + "\n");
        assertThat(plan.shrink()).isEmpty();
    }

    @Test
    void nothingIsDoneWhenAllIsAsItShouldBe() {
        assertThat(IpSets.plan(ONE, BRIDGES, List.of("10.99.0.100"), NO_ENDS, SAVED))
                .isEqualTo(new IpSets.Plan(List.of(), List.of()));
    }

    @Test
    void membersComeBeforeTheRulesAndGoAfterThem() {
        NetworkDocument other = new NetworkDocument(1, List.of(Samples.NET20), List.of(), List.of());
        assertThat(IpSets.plan(other, BRIDGES, List.of("10.99.0.101"), NO_ENDS, SAVED))
                .isEqualTo(new IpSets.Plan(
                        List.of(
                                "add JARRAH-NET 172.16.20.0/24,br20",
                                "add JARRAH-PREFIX 172.16.20.0/24",
                                "add JARRAH-PUBLIC 10.99.0.101"),
                        List.of(
                                "del JARRAH-NET 172.16.10.0/24,br10",
                                "del JARRAH-PREFIX 172.16.10.0/24",
                                "del JARRAH-PUBLIC 10.99.0.100")));
    }

    @Test
    void aSetOfAnotherTypeIsMadeAnew() {
        String saved = SAVED.replace("JARRAH-PUBLIC hash:ip", "JARRAH-PUBLIC hash:net");
        assertThat(IpSets.plan(ONE, BRIDGES, List.of("10.99.0.100"), NO_ENDS, saved)
                        .grow())
                .containsExactly(
                        "destroy JARRAH-PUBLIC",
                        "create JARRAH-PUBLIC hash:ip family inet maxelem 262144",
                        "add JARRAH-PUBLIC 10.99.0.100");
    }

    /** A node of the cluster is not a peer, and a peer is no node. */
    @Test
    void nodesAndPeersAreApart() {
        TunnelEnds ends = TunnelEnds.of(
                Samples.withPeers(Samples.document()), List.of("192.168.70.11", "192.168.70.12"), "192.168.70.3");
        assertThat(ends.nodes()).containsExactlyInAnyOrder("192.168.70.11", "192.168.70.12");
        assertThat(ends.peers()).as("not ourselves").containsExactly("192.168.70.2");
    }

    @Test
    void networksThatShareALayer2AreOfOneInterface() {
        assertThat(IpSets.plan(
                                Samples.document(),
                                RenderersTest.wired(Wiring.SHARED).gateways(),
                                List.of(),
                                NO_ENDS,
                                SAVED)
                        .grow())
                .contains("add JARRAH-NET 172.16.10.0/24,eth1", "add JARRAH-NET 172.16.20.0/24,eth1");
    }
}
