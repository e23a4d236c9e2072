package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.cluster.ControllerDuties;
import io.jarrah.clc.gateway.RegisteredClusters;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.FakeCluster;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** A cluster with two controllers; the one in charge at first is the cloud's own fake cluster. */
class StandbysTest {
    private final ControllerDuties duties = new ControllerDuties();
    private final List<Component> registry =
            new ArrayList<>(List.of(TestingCloud.controller("one"), TestingCloud.controller("two")));
    /** What the second controller is told. */
    private final List<String> calls = new ArrayList<>();

    private TestingCloud cloud;
    private FakeCluster two;
    private RegisteredClusters clusters;
    private Crashable process;
    private Standbys standbys;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        two = new FakeCluster(cloud.clock, TestingCloud.NODE, TestingCloud.NODES);
        two.inCharge(false);
        clusters = new RegisteredClusters(
                () -> registry, component -> component.name().equals("one") ? cloud.cluster : noting(two));
        process = new Crashable(cloud, clusters);
        standbys = reconciler(new ClusterViews()).standbys(duties);
    }

    private ClusterReconciler reconciler(ClusterViews views) {
        return new ClusterReconciler(
                cloud.database,
                cloud.plan,
                TestingCloud.LINKS,
                TestingCloud.directory(),
                clusters,
                views,
                cloud.clock,
                new RuleNotes());
    }

    private ClusterService noting(ClusterService service) {
        return (ClusterService) Proxy.newProxyInstance(
                ClusterService.class.getClassLoader(),
                new Class<?>[] {ClusterService.class},
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("apply")) {
                        calls.add(method.getName());
                    }
                    try {
                        return method.invoke(service, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void bothHaveTheDocumentAndTheNodes() {
        launch();
        process.converge();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(two.network()).isEqualTo(cloud.cluster.network());
        assertThat(two.network().endpoints()).hasSize(1);
        assertThat(two.registry()).isEqualTo(cloud.cluster.registry());
        assertThat(two.known()).as("instances are the other one's").isEmpty();
        assertThat(duties.of("one")).contains("in charge");
        assertThat(duties.of("two")).contains("stands by");
    }

    @Test
    void itIsToldAllOnceThenWhatChangedAndAllAgainFromTimeToTime() {
        launch();
        process.converge();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(calls).containsExactly("applyNodes", "applyNetwork");
        calls.clear();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(calls).as("nothing changed").isEmpty();
        launch();
        process.converge();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(calls).containsExactly("applyNetworkDelta");
        assertThat(two.network()).isEqualTo(cloud.cluster.network());
        assertThat(two.network().endpoints()).hasSize(2);
        calls.clear();
        two.loseMemory();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(calls).as("it has nothing any more").containsExactly("applyNodes", "applyNetwork");
        calls.clear();
        cloud.clock.pass(ClusterPlanner.REPEAT.plus(Duration.ofSeconds(1)));
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(calls).containsExactly("applyNodes", "applyNetwork");
        assertThat(two.network()).isEqualTo(cloud.cluster.network());
    }

    @Test
    void itIsToldWhatWasReadForTheOneInChargeWithoutWaitingForThat() throws InterruptedException {
        ClusterViews views = new ClusterViews();
        ClusterReconciler reconciler = reconciler(views);
        Standbys beside = reconciler.standbys(duties);
        views.of(TestingCloud.ZONE)
                .accept(clusters.of(TestingCloud.ZONE)
                        .describeInstances(Correlation.random(), Revision.NONE, Duration.ZERO));
        launch();
        reconciler.reconcile(TestingCloud.ZONE, () -> {
            launch();
            beside.reconcile(TestingCloud.ZONE);
            assertThat(two.network().endpoints()).as("as it was read").hasSize(1);
            assertThat(cloud.cluster.network()).as("not told yet").isEqualTo(NetworkDocument.EMPTY);
        });
        calls.clear();
        beside.reconcile(TestingCloud.ZONE);
        assertThat(calls).as("nothing else was read").isEmpty();
        reconciler.reconcile(TestingCloud.ZONE, () -> beside.reconcile(TestingCloud.ZONE));
        assertThat(calls).containsExactly("applyNetworkDelta");
        assertThat(two.network().endpoints()).hasSize(2);
        assertThat(two.network()).isEqualTo(cloud.cluster.network());
    }

    @Test
    void aGenerationAloneDoesNotSayThatItHoldsTheSame() {
        launch();
        process.converge();
        NetworkDocument wanted = cloud.cluster.network();
        NetworkDocument other = new NetworkDocument(wanted.generation(), wanted.segments(), List.of(), List.of());
        two.applyNetwork(Correlation.random(), other);
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(two.network()).isEqualTo(wanted);
        two.applyNetwork(Correlation.random(), other);
        reconciler(new ClusterViews()).standbys(duties).reconcile(TestingCloud.ZONE);
        assertThat(two.network()).as("by another process").isEqualTo(wanted);
        two.applyNetwork(Correlation.random(), other);
        launch();
        process.converge();
        calls.clear();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(calls).containsExactly("applyNetworkDelta", "applyNetwork");
        assertThat(two.network()).isEqualTo(cloud.cluster.network());
    }

    @Test
    void oneThatWasAwayIsToldWhatItMissed() {
        two.reachable(false);
        launch();
        process.converge();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(duties.of("two")).hasValueSatisfying(duty -> assertThat(duty).startsWith("does not answer"));
        assertThat(process.crashes()).as("the cluster is well").isZero();
        two.reachable(true);
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(two.network()).isEqualTo(cloud.cluster.network());
        assertThat(duties.of("two")).contains("stands by");
    }

    @Test
    void aTakeoverEndsNothingAndTheNewOneIsToldAll() {
        InstanceId before = launch();
        process.converge();
        standbys.reconcile(TestingCloud.ZONE);
        cloud.cluster.reachable(false);
        process.passWithoutCrash();
        process.passWithoutCrash();
        assertThat(state(before)).isEqualTo(InstanceState.RUNNING);
        two.inCharge(true);
        InstanceId after = launch();
        for (int i = 0; i < 8; i++) {
            process.pass();
            two.step();
        }
        process.pass();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(state(before)).isEqualTo(InstanceState.RUNNING);
        assertThat(state(after)).isEqualTo(InstanceState.RUNNING);
        assertThat(two.live()).as("nothing is started twice").containsExactly(after);
        assertThat(two.network().endpoints()).hasSize(2);
        assertThat(duties.of("one")).hasValueSatisfying(duty -> assertThat(duty).startsWith("does not answer"));
        assertThat(duties.of("two")).contains("in charge");
    }

    @Test
    void aClustersOnlyControllerHasNoDuty() {
        standbys.reconcile(TestingCloud.ZONE);
        registry.removeLast();
        standbys.reconcile(TestingCloud.ZONE);
        assertThat(duties.of("one")).isEmpty();
    }

    private InstanceId launch() {
        ImageId image = cloud.image(TestingCalls.ALICE, false);
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(1)
                .maxCount(1)
                .build());
        return new InstanceId(answer.instances().getFirst().instanceId());
    }

    private InstanceState state(InstanceId id) {
        return cloud.database.read(session -> Instances.inZone(session, TestingCloud.ZONE, List.of(id))
                .getFirst()
                .state());
    }
}
