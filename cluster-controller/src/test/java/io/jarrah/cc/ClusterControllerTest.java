package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.InstanceId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClusterControllerTest {
    private static final InstanceId ONE = Samples.instance(1);

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 2, SchedulingPolicy.ROUNDROBIN);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void anInstanceRunsRebootsEndsAndIsForgotten() throws Exception {
        cluster.run(Samples.spec(1));
        ObservedInstance running = cluster.await(ONE, InstancePhase.RUNNING);
        assertThat(running.node()).contains(Samples.node(1));
        assertThat(running.reachable()).isTrue();
        assertThat(cluster.status(Samples.node(1)).available()).isEqualTo(new Capacity(3, 3584, 38));
        assertThat(cluster.node(1).network().orElseThrow().segments()).containsExactly(Samples.NET10);
        assertThat(cluster.node(1).network().orElseThrow().tunnelPeers()).containsExactly("192.168.70.12");

        cluster.controller.service().rebootInstances(TestCluster.REQUEST, List.of(new InstanceRef(ONE, 1)));
        Eventually.until("rebooted", () -> cluster.instance(ONE), () -> cluster.instance(ONE)
                .filter(seen -> seen.rebootGeneration() == 1)
                .isPresent());

        assertThat(cluster.controller
                        .service()
                        .getConsoleOutput(TestCluster.REQUEST, ONE)
                        .tail())
                .asString()
                .contains("console of");

        cluster.terminate(ONE, 2);
        cluster.await(ONE, InstancePhase.TERMINATED);
        Eventually.until("room is free", () -> cluster.status(Samples.node(1)), () -> cluster.status(Samples.node(1))
                .available()
                .equals(TestCluster.ROOM));

        cluster.controller.service().forgetInstances(TestCluster.REQUEST, List.of(ONE));
        assertThat(cluster.instance(ONE)).isEmpty();
        Eventually.until("forgotten", () -> cluster.node(1).instances(), () -> cluster.node(1)
                .instances()
                .isEmpty());
        Eventually.until(
                "no file",
                () -> directory,
                () -> !directory.resolve("instances/" + ONE + ".json").toFile().exists());
    }

    @Test
    void aDelayedRunDoesNotRaiseWhatWasTerminated() throws Exception {
        cluster.terminate(ONE, 1);
        cluster.run(Samples.spec(1));
        cluster.terminate(Samples.instance(2), 5);
        cluster.run(Samples.spec(2, 4, new Capacity(1, 1, 1)));

        assertThat(cluster.instance(ONE).orElseThrow().phase()).isEqualTo(InstancePhase.TERMINATED);
        assertThat(cluster.instance(Samples.instance(2)).orElseThrow().phase()).isEqualTo(InstancePhase.TERMINATED);
        cluster.run(Samples.spec(3));
        cluster.await(Samples.instance(3), InstancePhase.RUNNING);
        assertThat(cluster.node(1).calls()).doesNotContain("runInstance " + ONE);
        assertThat(cluster.node(2).calls()).doesNotContain("runInstance " + ONE);
    }

    @Test
    void aSilentNodeKeepsItsInstancesAndGetsNoNewOnes() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.node(1).silent(true);
        cluster.clock.advance(Duration.ofSeconds(11));
        cluster.awaitHealth(Samples.node(1), Health.UNREACHABLE);

        ObservedInstance seen = cluster.instance(ONE).orElseThrow();
        assertThat(seen.phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(seen.reachable()).isFalse();
        cluster.awaitHealth(Samples.node(2), Health.OK);
        cluster.run(Samples.spec(2), Samples.spec(3));
        assertThat(cluster.await(Samples.instance(2), InstancePhase.RUNNING).node())
                .contains(Samples.node(2));
        assertThat(cluster.await(Samples.instance(3), InstancePhase.RUNNING).node())
                .contains(Samples.node(2));

        cluster.terminate(ONE, 2);
        assertThat(cluster.instance(ONE).orElseThrow().phase()).isEqualTo(InstancePhase.RUNNING);
        cluster.node(1).silent(false);
        cluster.awaitHealth(Samples.node(1), Health.OK);
        cluster.await(ONE, InstancePhase.TERMINATED);
    }

    @Test
    void aLostAnswerIsAskedAgainAndStartsNothingTwice() throws Exception {
        cluster.node(1).losesAnswer(call -> call.equals("runInstance"));
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        assertThat(cluster.node(2).calls()).doesNotContain("runInstance " + ONE);
        assertThat(cluster.node(1).instances()).hasSize(1);
    }

    @Test
    void aNodeThatHasLessRoomThanItSaidIsPassedOver() throws Exception {
        cluster.node(1).total(new Capacity(4, 100, 40));
        cluster.run(Samples.spec(1), Samples.spec(2));
        assertThat(cluster.await(ONE, InstancePhase.RUNNING).node()).contains(Samples.node(2));
        assertThat(cluster.await(Samples.instance(2), InstancePhase.RUNNING).node())
                .contains(Samples.node(2));
        assertThat(cluster.node(1).instances()).isEmpty();
    }

    @Test
    void whatFitsNowhereWaitsAndThenEnds() throws Exception {
        cluster.run(Samples.spec(1, 1, new Capacity(64, 1, 1)));
        assertThat(cluster.instance(ONE).orElseThrow().phase()).isEqualTo(InstancePhase.PENDING);
        Eventually.until("given up", () -> cluster.instance(ONE), () -> {
            cluster.clock.advance(Duration.ofSeconds(5));
            return cluster.instance(ONE)
                    .filter(seen -> seen.phase() == InstancePhase.TERMINATED)
                    .isPresent();
        });
        assertThat(cluster.instance(ONE).orElseThrow().reason().orElseThrow().code())
                .isEqualTo("Server.InsufficientInstanceCapacity");
    }

    @Test
    void whatWaitsIsPlacedOnceThereIsRoom() throws Exception {
        cluster.run(Samples.spec(1, 1, new Capacity(8, 512, 2)));
        cluster.node(2).total(new Capacity(8, 8192, 100));
        assertThat(cluster.await(ONE, InstancePhase.RUNNING).node()).contains(Samples.node(2));
    }

    @Test
    void aChangeAtANodeAnswersALongPoll() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        Changes<ObservedInstance> all =
                cluster.controller.service().describeInstances(TestCluster.REQUEST, Revision.NONE, Duration.ZERO);
        cluster.node(1).become(ONE, InstancePhase.TERMINATED, Optional.empty());

        Changes<ObservedInstance> next = cluster.controller
                .service()
                .describeInstances(TestCluster.REQUEST, all.revision(), Duration.ofSeconds(30));

        assertThat(next.complete()).isFalse();
        assertThat(next.items()).extracting(ObservedInstance::phase).containsExactly(InstancePhase.TERMINATED);
    }

    @Test
    void anInstanceOnlyItsNodeKnowsIsReportedAndCanBeEnded() throws Exception {
        cluster.node(2).runInstance(TestCluster.REQUEST, Samples.spec(1));
        ObservedInstance seen = cluster.await(ONE, InstancePhase.RUNNING);
        assertThat(seen.node()).contains(Samples.node(2));
        cluster.run(Samples.spec(1));
        assertThat(cluster.node(1).calls()).doesNotContain("runInstance " + ONE);
        cluster.terminate(ONE, 2);
        cluster.await(ONE, InstancePhase.TERMINATED);
    }

    @Test
    void terminatingAtADeregisteredNodeEndsTheInstance() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.controller
                .service()
                .applyNodes(TestCluster.REQUEST, new NodeRegistry(2, List.of(Samples.registration(2))));
        assertThat(cluster.instance(ONE).orElseThrow().reachable()).isFalse();
        assertThat(cluster.instance(ONE).orElseThrow().phase()).isEqualTo(InstancePhase.RUNNING);
        cluster.terminate(ONE, 2);
        assertThat(cluster.instance(ONE).orElseThrow().phase()).isEqualTo(InstancePhase.TERMINATED);
    }

    @Test
    void badDocumentsAndUnknownConsolesAreRefused() {
        assertThatThrownBy(
                        () -> cluster.controller.service().getConsoleOutput(TestCluster.REQUEST, Samples.instance(99)))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.NOT_FOUND));
        assertThatThrownBy(() -> cluster.controller
                        .service()
                        .applyNodes(
                                TestCluster.REQUEST,
                                new NodeRegistry(3, List.of(Samples.registration(1), Samples.registration(1)))))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void metricsTellNodesInstancesAndRoom() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        try (HttpClient http = HttpClient.newHttpClient()) {
            String text = http.send(
                            HttpRequest.newBuilder(cluster.controller.opsUri().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(text)
                    .contains("jarrah_cc_nodes{health=\"ok\"} 2.0")
                    .contains("jarrah_cc_instances{phase=\"running\"} 1.0")
                    .contains("jarrah_cc_capacity{kind=\"available\",resource=\"vcpus\"} 7.0");
        }
    }
}
