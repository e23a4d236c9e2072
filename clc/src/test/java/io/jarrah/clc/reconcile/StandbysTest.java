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
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** A cluster with two controllers; the one in charge at first is the cloud's own fake cluster. */
class StandbysTest {
    private final ControllerDuties duties = new ControllerDuties();
    private final List<Component> registry = new ArrayList<>(List.of(component("one"), component("two")));
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
                () -> registry, component -> component.name().equals("one") ? cloud.cluster : two);
        process = new Crashable(cloud, () -> clusters.of(TestingCloud.ZONE));
        standbys = new ClusterReconciler(
                        cloud.database,
                        cloud.plan,
                        TestingCloud.LINKS,
                        TestingCloud.directory(),
                        clusters,
                        new ClusterViews(),
                        cloud.clock,
                        new RuleNotes())
                .standbys(duties);
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

    private static Component component(String name) {
        return new Component(
                ComponentRole.CC,
                name,
                Optional.of(TestingCloud.ZONE),
                URI.create("https://" + name + ".test:8774/"),
                name.repeat(64).substring(0, 64),
                false);
    }
}
