package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.SecurityGroupId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of the document's groups and endpoints reaches which node. Instances 1 and 3 go to node 1, 2 to node 2. */
@Timeout(60)
class NodeGroupsTest {
    private static final SecurityGroupId WEB = Samples.group(1);
    private static final SecurityGroupId DB = Samples.group(2);
    private static final SecurityGroupId GONE = Samples.group(9);
    private static final SecurityRule HTTP = from("0.0.0.0/0", 80);
    private static final SecurityRule SSH = from("203.0.113.0/24", 22);
    private static final SecurityRule FROM_WEB =
            new SecurityRule(false, SecurityRule.TCP, 3306, 3306, Optional.empty(), Optional.of(WEB));
    private static final SecurityRule FROM_GONE =
            new SecurityRule(false, SecurityRule.ANY, -1, -1, Optional.empty(), Optional.of(GONE));
    private static final NetworkEndpoint ONE = Samples.withGroups(Samples.endpoint(1, Samples.NET10, 5), WEB);
    private static final NetworkEndpoint TWO = Samples.withGroups(Samples.endpoint(2, Samples.NET20, 5), DB);
    private static final List<String> WEB_MEMBERS = List.of("172.16.10.5", "172.16.99.7");

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 2, SchedulingPolicy.ROUNDROBIN);
        apply(10, List.of(ONE, TWO), web(WEB_MEMBERS, SSH, HTTP), db(FROM_WEB));
        cluster.run(Samples.spec(1), Samples.spec(2));
        cluster.await(Samples.instance(1), InstancePhase.RUNNING);
        cluster.await(Samples.instance(2), InstancePhase.RUNNING);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aNodeGetsTheRulesOfItsInstancesAndTheMembersThoseRulesName() throws Exception {
        awaitNode(
                1, network -> network.groups().equals(List.of(new SecurityGroup(WEB, List.of(SSH, HTTP), List.of()))));
        awaitNode(1, network -> network.endpoints().equals(List.of(ONE)));
        awaitNode(2, network -> network.groups()
                .equals(List.of(
                        new SecurityGroup(WEB, List.of(), WEB_MEMBERS),
                        new SecurityGroup(DB, List.of(FROM_WEB), List.of()))));
        awaitNode(2, network -> network.endpoints().equals(List.of(TWO)));
    }

    @Test
    void aChangeReachesTheNodesConcernedAndNoOthers() throws Exception {
        awaitNode(1, network -> !network.groups().isEmpty());
        long before = network(1).generation();
        apply(11, List.of(TWO, ONE), db(FROM_WEB), web(List.of("172.16.99.8", "172.16.10.5"), HTTP, SSH));
        awaitNode(2, network -> network.groups().getFirst().members().equals(List.of("172.16.10.5", "172.16.99.8")));
        assertThat(network(1).generation())
                .as("only the order of its part changed, and members that no rule there names")
                .isEqualTo(before);
        long members = network(2).generation();
        apply(12, List.of(ONE, TWO), web(List.of("172.16.99.8", "172.16.10.5"), SSH), db(FROM_WEB));
        awaitNode(1, network -> network.groups().getFirst().rules().equals(List.of(SSH)));
        assertThat(network(2).generation()).isEqualTo(members);
    }

    @Test
    void anInstanceThatIsPlacedLaterComesWithItsRules() throws Exception {
        NetworkEndpoint three = Samples.withGroups(Samples.endpoint(3, Samples.NET10, 9), DB);
        apply(11, List.of(ONE, TWO, three), web(WEB_MEMBERS, SSH, HTTP), db(FROM_WEB));
        cluster.run(Samples.spec(3));
        cluster.await(Samples.instance(3), InstancePhase.RUNNING);
        awaitNode(1, network -> network.endpoints().equals(List.of(ONE, three)));
        awaitNode(1, network -> network.groups().size() == 2);
    }

    @Test
    void anInstanceThatTheDocumentDoesNotKnowYetWaitsForIt() throws Exception {
        cluster.run(Samples.spec(3));
        apply(11, List.of(ONE, TWO), web(WEB_MEMBERS, SSH), db(FROM_WEB));
        awaitNode(1, network -> network.groups().getFirst().rules().equals(List.of(SSH)));
        assertThat(cluster.node(1).calls()).doesNotContain("runInstance " + Samples.instance(3));
        NetworkEndpoint three = Samples.withGroups(Samples.endpoint(3, Samples.NET10, 9), WEB);
        apply(12, List.of(ONE, TWO, three), web(WEB_MEMBERS, SSH), db(FROM_WEB));
        cluster.await(Samples.instance(3), InstancePhase.RUNNING);
    }

    @Test
    void aGroupThatIsNamedAndNotThereHasNoMembers() throws Exception {
        apply(11, List.of(ONE, TWO), web(List.of(), FROM_GONE), db());
        awaitNode(1, network -> network.groups()
                .equals(List.of(
                        new SecurityGroup(WEB, List.of(FROM_GONE), List.of()),
                        new SecurityGroup(GONE, List.of(), List.of()))));
        awaitNode(2, network -> network.groups().equals(List.of(new SecurityGroup(DB, List.of(), List.of()))));
    }

    @Test
    void whatIsForgottenIsNotGuardedAnyMore() throws Exception {
        apply(11, List.of(TWO), db(FROM_WEB), web(List.of()));
        awaitNode(
                1, network -> network.endpoints().isEmpty() && network.groups().isEmpty());
        assertThat(network(1).segments()).as("until the instance is forgotten").containsExactly(Samples.NET10);
    }

    private void apply(long generation, List<NetworkEndpoint> endpoints, SecurityGroup... groups) {
        cluster.controller
                .service()
                .applyNetwork(
                        TestCluster.REQUEST,
                        new NetworkDocument(generation, Samples.document().segments(), endpoints, List.of(groups)));
    }

    private void awaitNode(int number, Predicate<NodeNetwork> condition) throws InterruptedException {
        Eventually.until("node " + number + " has it", () -> network(number), () -> condition.test(network(number)));
    }

    private NodeNetwork network(int number) {
        return cluster.node(number).network().orElse(NodeNetwork.EMPTY);
    }

    private static SecurityGroup web(List<String> members, SecurityRule... rules) {
        return new SecurityGroup(WEB, List.of(rules), members);
    }

    private static SecurityGroup db(SecurityRule... rules) {
        return new SecurityGroup(DB, List.of(rules), List.of("172.16.20.5"));
    }

    private static SecurityRule from(String cidr, int port) {
        return new SecurityRule(false, SecurityRule.TCP, port, port, Optional.of(cidr), Optional.empty());
    }
}
