package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.SecurityGroupId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NetworkDeltaTest {
    private static final SecurityGroupId WEB = new SecurityGroupId("sg-0123456789abcdef0");
    private static final NetworkEndpoint ONE = Samples.withGroups(Samples.endpoint(1, Samples.NET10, 5), WEB);

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 1, SchedulingPolicy.ROUNDROBIN);
        cluster.controller.service().applyNetwork(TestCluster.REQUEST, document(10, 22));
        cluster.run(Samples.spec(1));
        cluster.await(Samples.instance(1), InstancePhase.RUNNING);
        awaitRules(22);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    private static NetworkDocument document(long generation, int... ports) {
        List<SecurityRule> rules = Arrays.stream(ports)
                .mapToObj(port -> new SecurityRule(
                        false, SecurityRule.TCP, port, port, Optional.of("203.0.113.0/24"), Optional.empty()))
                .toList();
        return new NetworkDocument(
                generation,
                Samples.document().segments(),
                List.of(ONE),
                List.of(new SecurityGroup(WEB, rules, List.of())));
    }

    private boolean change(NetworkDocument from, NetworkDocument to) {
        return cluster.controller.service().applyNetworkDelta(TestCluster.REQUEST, NetworkDelta.between(from, to));
    }

    /** Later than the last change: what a node is told after is newer by the clock. */
    private void restart() throws Exception {
        cluster.clock.advance(Duration.ofSeconds(1));
        cluster.restart();
    }

    private void awaitRules(int... ports) throws InterruptedException {
        Eventually.until("the node has the rules", () -> cluster.node(1).network(), () -> cluster.node(1)
                .network()
                .map(NodeNetwork::groups)
                .equals(Optional.of(document(0, ports).groups())));
    }

    @Test
    void aChangeGoesToTheNodeAsAChange() throws Exception {
        List<String> before = cluster.node(1).calls();
        assertThat(change(document(10, 22), document(11, 22, 80))).isTrue();
        awaitRules(22, 80);
        List<String> calls = cluster.node(1).calls();
        assertThat(calls.subList(before.size(), calls.size()))
                .contains("applyNetworkDelta")
                .doesNotContain("applyNetwork");
    }

    @Test
    void whatStartsFromSomethingElseIsRefusedAndChangesNothing() throws Exception {
        assertThat(change(document(9, 22), document(11, 22, 80))).isFalse();
        assertThat(change(document(10, 443), document(11, 443, 80)))
                .as("of the same generation")
                .isFalse();
        assertThat(change(document(10, 22), document(12, 22, 8080))).isTrue();
        awaitRules(22, 8080);
    }

    @Test
    void aDeltaToWhatCannotBeAppliedIsRefusedAsTheWholeWouldBe() {
        NetworkDocument wrong = new NetworkDocument(11, Samples.document().segments(), List.of(ONE), List.of());
        assertThatThrownBy(() -> change(document(10, 22), wrong)).isInstanceOf(ServiceException.class);
    }

    @Test
    void groupsAreCheckedAlsoWhereNothingElseChanges() throws Exception {
        assertThat(change(document(10, 22), document(11, 22, 80))).isTrue();
        NetworkDocument from = document(11, 22, 80);
        SecurityRule rule =
                new SecurityRule(false, SecurityRule.TCP, 80, 80, Optional.of("203.0.113.0/33"), Optional.empty());
        for (SecurityGroup wrong : List.of(
                new SecurityGroup(WEB, List.of(rule), List.of()),
                new SecurityGroup(WEB, List.of(), List.of("172.16.8.2 flush")))) {
            NetworkDocument to = new NetworkDocument(12, from.segments(), from.endpoints(), List.of(wrong));
            assertThatThrownBy(() -> change(from, to))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining(WEB.value());
        }
        assertThat(change(from, document(12, 443))).isTrue();
        awaitRules(443);
    }

    @Test
    void changesAreThereAfterARestartWithoutTheWholeHavingBeenWritten() throws Exception {
        Path whole = directory.resolve("network.json");
        byte[] before = Files.readAllBytes(whole);
        change(document(10, 22), document(11, 22, 80));
        change(document(11, 22, 80), document(12, 80));
        awaitRules(80);
        assertThat(Files.readAllBytes(whole)).isEqualTo(before);
        restart();
        assertThat(change(document(12, 80), document(13, 81))).isTrue();
        awaitRules(81);
    }

    @Test
    void aChangeThatACrashCutShortWasNeverTaken() throws Exception {
        change(document(10, 22), document(11, 22, 80));
        awaitRules(22, 80);
        Files.writeString(directory.resolve("network-changes.jsonl"), "{\"base\":11,", StandardOpenOption.APPEND);
        restart();
        assertThat(change(document(11, 22, 80), document(12, 443))).isTrue();
        awaitRules(443);
    }

    @Test
    void changesFromBeforeTheWholeAreLeftAlone() throws Exception {
        change(document(10, 22), document(11, 22, 80));
        byte[] changes = Files.readAllBytes(directory.resolve("network-changes.jsonl"));
        cluster.controller.service().applyNetwork(TestCluster.REQUEST, document(12, 443));
        awaitRules(443);
        // As after a crash between the two writes.
        Files.write(directory.resolve("network-changes.jsonl"), changes);
        restart();
        assertThat(change(document(12, 443), document(13, 444))).isTrue();
        awaitRules(444);
    }
}
