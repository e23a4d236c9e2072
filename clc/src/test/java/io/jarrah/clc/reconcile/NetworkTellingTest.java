package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.ImageId;
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

/** When a cluster is told its whole network, and when what changed. */
class NetworkTellingTest {
    private final List<String> calls = new ArrayList<>();
    private TestingCloud cloud;
    private ImageId image;
    private Crashable process;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        image = cloud.image(TestingCalls.ALICE, true);
        process = new Crashable(cloud, noting(cloud.cluster));
        launch();
        process.converge();
        calls.clear();
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private ClusterService noting(ClusterService service) {
        return (ClusterService) Proxy.newProxyInstance(
                ClusterService.class.getClassLoader(),
                new Class<?>[] {ClusterService.class},
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("applyNetwork")) {
                        calls.add(method.getName());
                    }
                    try {
                        return method.invoke(service, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void launch() {
        cloud.call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(1)
                .maxCount(1)
                .build());
    }

    private NetworkDocument wanted() {
        return new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, new RuleNotes())
                .network(TestingCloud.ZONE);
    }

    @Test
    void aChangeIsToldAsAChange() {
        launch();
        process.converge();
        assertThat(calls).containsExactly("applyNetworkDelta");
        assertThat(cloud.cluster.network()).isEqualTo(wanted());
        assertThat(cloud.cluster.network().endpoints()).hasSize(2);
    }

    @Test
    void theWholeIsToldToAClusterThatHoldsSomethingElse() {
        NetworkDocument told = cloud.cluster.network();
        cloud.cluster.applyNetwork(
                Correlation.random(), new NetworkDocument(told.generation(), told.segments(), List.of(), List.of()));
        launch();
        process.converge();
        assertThat(calls).containsExactly("applyNetworkDelta", "applyNetwork");
        assertThat(cloud.cluster.network()).isEqualTo(wanted());
    }

    @Test
    void theWholeIsToldAfterARestartOfEitherSideAndFromTimeToTime() {
        cloud.cluster.restart();
        process.converge();
        assertThat(calls).containsExactly("applyNetwork");
        process.crash();
        process.converge();
        assertThat(calls).containsExactly("applyNetwork", "applyNetwork");
        cloud.clock.pass(ClusterPlanner.REPEAT.plus(Duration.ofSeconds(1)));
        process.pass();
        assertThat(calls).containsExactly("applyNetwork", "applyNetwork", "applyNetwork");
    }
}
