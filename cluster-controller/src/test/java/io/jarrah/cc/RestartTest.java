package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.InstanceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestartTest {
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
    void theNetworkIsAppliedFromDiskBeforeTheCloudControllerSpeaks() throws Exception {
        cluster.plane.apply(NetworkDocument.EMPTY, List.of());
        cluster.restart();
        Eventually.until(
                "applied", cluster.plane::applied, () -> cluster.plane.applied().equals(Samples.document()));
    }

    @Test
    void instancesAreLearntAgainFromTheirNodesInANewEpoch() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        Revision before = cluster.controller
                .service()
                .describeInstances(TestCluster.REQUEST, Revision.NONE, Duration.ZERO)
                .revision();
        cluster.restart();
        assertThat(cluster.controller
                        .service()
                        .describeInstances(TestCluster.REQUEST, before, Duration.ZERO)
                        .complete())
                .isTrue();
        Eventually.until("reachable again", () -> cluster.instance(ONE), () -> cluster.instance(ONE)
                .filter(seen -> seen.reachable() && seen.phase() == InstancePhase.RUNNING)
                .isPresent());
        assertThat(cluster.node(1).calls()).containsOnlyOnce("runInstance " + ONE);
        assertThat(cluster.node(2).calls()).doesNotContain("runInstance " + ONE);
    }

    @Test
    void anInstanceAtASilentNodeKeepsItsLastPhaseOverARestart() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.node(1).silent(true);
        cluster.restart();
        ObservedInstance seen = cluster.instance(ONE).orElseThrow();
        assertThat(seen.phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(seen.reachable()).isFalse();
        assertThat(cluster.status(Samples.node(1)).health()).isEqualTo(Health.UNREACHABLE);
        assertThat(cluster.status(Samples.node(1)).total()).isEqualTo(TestCluster.ROOM);
        cluster.clock.advance(Duration.ofMinutes(2));
        assertThat(cluster.node(2).calls()).doesNotContain("runInstance " + ONE);
    }

    @Test
    void whatWasAskedWhileNobodyWasThereIsCarriedOutAfterwards() throws Exception {
        cluster.node(1).silent(true);
        cluster.node(2).silent(true);
        cluster.clock.advance(Duration.ofSeconds(11));
        cluster.awaitHealth(Samples.node(1), Health.UNREACHABLE);
        cluster.awaitHealth(Samples.node(2), Health.UNREACHABLE);
        cluster.run(Samples.spec(1), Samples.spec(2));
        cluster.terminate(Samples.instance(3), 1);
        cluster.restart();
        assertThat(cluster.instance(ONE).orElseThrow().phase()).isEqualTo(InstancePhase.PENDING);
        cluster.node(1).silent(false);
        cluster.node(2).silent(false);
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.await(Samples.instance(2), InstancePhase.RUNNING);
        cluster.run(Samples.spec(3));
        assertThat(cluster.instance(Samples.instance(3)).orElseThrow().phase()).isEqualTo(InstancePhase.TERMINATED);
    }

    @Test
    void anInstanceThatMayHaveReachedASilentNodeIsStartedNowhereElse() throws Exception {
        cluster.node(1).losesAnswer(call -> call.equals("runInstance"));
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.node(1).silent(true);
        cluster.clock.advance(Duration.ofSeconds(11));
        cluster.awaitHealth(Samples.node(1), Health.UNREACHABLE);
        cluster.restart();
        cluster.run(Samples.spec(2, 1, new Capacity(1, 1, 1)));
        cluster.clock.advance(Duration.ofSeconds(11));
        cluster.await(Samples.instance(2), InstancePhase.RUNNING);
        cluster.clock.advance(Duration.ofMinutes(2));
        cluster.run(Samples.spec(1));
        assertThat(cluster.node(2).calls()).doesNotContain("runInstance " + ONE);
    }

    @Test
    void aCorruptedRecordIsSetAsideAndLearntFromItsNode() throws Exception {
        cluster.run(Samples.spec(1));
        cluster.await(ONE, InstancePhase.RUNNING);
        cluster.controller.stop();
        Files.writeString(directory.resolve("instances/" + ONE + ".json"), "{\"id\":");
        cluster.restart();
        Eventually.until("known", () -> cluster.instance(ONE), () -> cluster.instance(ONE)
                .filter(seen -> seen.phase() == InstancePhase.RUNNING)
                .isPresent());
        assertThat(directory.resolve("instances/" + ONE + ".json.corrupt")).exists();
    }
}
