package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.cc.testing.FakeNode;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that is one of two; what the other one does, the test does. */
class StandbyTest {
    private static final InstanceId ONE = Samples.instance(1);

    @TempDir
    Path directory;

    private final FakeLease lease = new FakeLease();
    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 1, SchedulingPolicy.ROUNDROBIN, lease);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void oneThatStandsByTakesWhatItWillNeedAndNothingElse() {
        lease.go();
        assertThatThrownBy(() -> cluster.run(Samples.spec(1)))
                .isInstanceOf(ServiceException.class)
                .extracting("code")
                .isEqualTo(ServiceException.Code.UNAVAILABLE);
        assertThatThrownBy(() -> cluster.terminate(ONE, 2)).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> cluster.instance(ONE)).isInstanceOf(ServiceException.class);
        NetworkDocument next = new NetworkDocument(
                8, Samples.document().segments(), Samples.document().endpoints(), List.of());
        cluster.controller.service().applyNetwork(TestCluster.REQUEST, next);
        var said = cluster.controller.service().describeCluster(TestCluster.REQUEST);
        assertThat(said.inCharge()).isFalse();
        assertThat(said.networkGeneration()).isEqualTo(8);
        assertThat(said.nodesGeneration()).isEqualTo(1);
    }

    @Test
    void aQuestionThatWaitsIsNotAnsweredByOneThatLostTheLease() throws Exception {
        Revision now = cluster.controller
                .service()
                .describeInstances(TestCluster.REQUEST, Revision.NONE, Duration.ZERO)
                .revision();
        FutureTask<Object> question = new FutureTask<>(
                () -> cluster.controller.service().describeInstances(TestCluster.REQUEST, now, Duration.ofMinutes(1)));
        Thread asking = Thread.ofPlatform().start(question);
        Eventually.until("it waits", asking::getState, () -> asking.getState() == Thread.State.TIMED_WAITING);
        lease.go();
        assertThatThrownBy(() -> question.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ServiceException.class)
                .hasMessageContaining("stands by");
    }

    @Test
    void whatTheOtherOneStartedIsConnectedSeenAndRebootedAfterATakeover() throws Exception {
        lease.go();
        cluster.node(1).runInstance(TestCluster.REQUEST, Samples.spec(1));
        Eventually.until("it runs", () -> cluster.node(1).instances(), () -> cluster.node(1).instances().stream()
                .anyMatch(seen -> seen.phase() == InstancePhase.RUNNING));
        lease.come();
        cluster.await(ONE, InstancePhase.RUNNING);
        Eventually.until("its node is told to connect it", () -> cluster.node(1).network(), () -> cluster.node(1)
                .network()
                .map(NodeNetwork::endpoints)
                .filter(endpoints -> endpoints.stream()
                        .map(NetworkEndpoint::instanceId)
                        .toList()
                        .equals(List.of(ONE)))
                .isPresent());
        cluster.controller.service().rebootInstances(TestCluster.REQUEST, List.of(new InstanceRef(ONE, 1)));
        Eventually.until("it is rebooted", () -> cluster.instance(ONE), () -> cluster.instance(ONE)
                .filter(seen -> seen.rebootGeneration() == 1)
                .isPresent());
        cluster.terminate(ONE, 2);
        cluster.await(ONE, InstancePhase.TERMINATED);
    }

    @Test
    void whatTheOtherOneEndedDoesNotRiseAgain() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        lease.go();
        cluster.node(1).terminateInstance(TestCluster.REQUEST, new InstanceRef(ONE, 2));
        Eventually.until("it ends", () -> cluster.node(1).instances(), () -> cluster.node(1).instances().stream()
                .allMatch(seen -> seen.phase() == InstancePhase.TERMINATED));
        cluster.node(1).forgetInstances(TestCluster.REQUEST, List.of(ONE));
        int runs = runs();
        lease.come();
        cluster.run(Samples.spec(2));
        cluster.await(Samples.instance(2), InstancePhase.RUNNING);
        assertThat(cluster.instance(ONE)).isEmpty();
        assertThat(runs()).as("only the second was sent").isEqualTo(runs + 1);
    }

    @Test
    void itComesUpWithoutWhatItHadOnDisk() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.node(1).terminateInstance(TestCluster.REQUEST, new InstanceRef(ONE, 2));
        cluster.await(ONE, InstancePhase.TERMINATED);
        cluster.node(1).forgetInstances(TestCluster.REQUEST, List.of(ONE));
        cluster.restart();
        cluster.awaitHealth(Samples.node(1), Health.OK);
        assertThat(cluster.instance(ONE)).isEmpty();
        assertThat(cluster.controller
                        .service()
                        .describeCluster(TestCluster.REQUEST)
                        .networkGeneration())
                .as("the document is kept")
                .isEqualTo(Samples.document().generation());
    }

    @Test
    void aNodeIsToldANewerGenerationInEachTerm() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        long before = generation();
        lease.go();
        lease.come();
        Eventually.until("its network is told anew", this::generation, () -> generation() > before);
    }

    /** Such as when the other one's clock was ahead: what it permitted must not stay. */
    @Test
    void aNodeThatHoldsALaterGenerationIsToldOneAbove() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        lease.go();
        long others = cluster.clock.millis() + Duration.ofHours(1).toMillis();
        cluster.node(1)
                .applyNetwork(TestCluster.REQUEST, new NodeNetwork(others, List.of(), List.of(), List.of(), List.of()));
        lease.come();
        Eventually.until("it is connected again", () -> cluster.node(1).network(), () -> cluster.node(1)
                .network()
                .filter(network -> network.endpoints().size() == 1)
                .isPresent());
        assertThat(generation()).isGreaterThan(others);
    }

    @Test
    void aNodeThatIsRegisteredInATermIsToldGenerationsOfThatTerm() throws Exception {
        lease.go();
        lease.come();
        long floor = cluster.clock.millis() + Duration.ofMinutes(1).toMillis();
        cluster.nodes.put(Samples.node(2), new FakeNode(TestCluster.ROOM, "192.168.70.12", cluster.clock));
        cluster.controller.service().applyNodes(TestCluster.REQUEST, cluster.registry(2));
        Eventually.until("it is told", () -> cluster.node(2).network(), () -> cluster.node(2)
                .network()
                .isPresent());
        assertThat(cluster.node(2).network().orElseThrow().generation()).isGreaterThanOrEqualTo(floor);
    }

    private long generation() {
        return cluster.node(1).network().map(NodeNetwork::generation).orElse(0L);
    }

    @Test
    void aNodeThatOnlyRemembersAnInstanceIsNotTakenForItsHost() throws Exception {
        twoNodes();
        lease.go();
        cluster.node(1).terminateInstance(TestCluster.REQUEST, new InstanceRef(ONE, 1));
        cluster.node(2).runInstance(TestCluster.REQUEST, Samples.spec(1));
        Eventually.until("it runs", () -> cluster.node(2).instances(), () -> cluster.node(2).instances().stream()
                .anyMatch(seen -> seen.phase() == InstancePhase.RUNNING));
        lease.come();
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.run(Samples.spec(1));
        assertThat(cluster.await(ONE, InstancePhase.RUNNING).node()).contains(Samples.node(2));
        cluster.terminate(ONE, 2);
        cluster.await(ONE, InstancePhase.TERMINATED);
        assertThat(cluster.node(2).instances())
                .allSatisfy(seen -> assertThat(seen.phase()).isEqualTo(InstancePhase.TERMINATED));
    }

    @Test
    void whileNodesWereNotHeardAnInstanceThatOneRemembersIsNotOver() throws Exception {
        twoNodes();
        lease.go();
        cluster.node(1).terminateInstance(TestCluster.REQUEST, new InstanceRef(ONE, 1));
        cluster.node(2).runInstance(TestCluster.REQUEST, Samples.spec(1));
        cluster.node(2).silent(true);
        cluster.restart();
        lease.come();
        cluster.awaitHealth(Samples.node(1), Health.OK);
        cluster.run(Samples.spec(1));
        assertThat(cluster.await(ONE, InstancePhase.PENDING).node()).isEmpty();
        cluster.node(2).silent(false);
        assertThat(cluster.await(ONE, InstancePhase.RUNNING).node()).contains(Samples.node(2));
    }

    @Test
    void whatTheOtherOneStartedAndEndedIsOver() throws Exception {
        lease.go();
        cluster.node(1).terminateInstance(TestCluster.REQUEST, new InstanceRef(ONE, 1));
        int runs = runs();
        lease.come();
        cluster.await(ONE, InstancePhase.TERMINATED);
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.TERMINATED);
        assertThat(runs()).isEqualTo(runs);
    }

    private void twoNodes() throws Exception {
        cluster.nodes.put(Samples.node(2), new FakeNode(TestCluster.ROOM, "192.168.70.12", cluster.clock));
        cluster.controller.service().applyNodes(TestCluster.REQUEST, cluster.registry(2));
        cluster.awaitHealth(Samples.node(2), Health.OK);
    }

    private int runs() {
        return (int) cluster.node(1).calls().stream()
                .filter(call -> call.startsWith("runInstance"))
                .count();
    }
}
