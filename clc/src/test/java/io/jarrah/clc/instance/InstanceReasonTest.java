package io.jarrah.clc.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.InstanceId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** Which reasons an instance keeps. */
class InstanceReasonTest {
    private static final StateReason WAITING =
            new StateReason("Server.Waiting", "Server.Waiting: waiting for volume vol-00000000000000001");
    private static final StateReason ENDED =
            new StateReason("Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown");

    @Test
    void whatKeptItFromRunningIsOverWhenItRuns() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            InstanceId id = launched(cloud);
            report(cloud, id, InstancePhase.BOOTING, Optional.of(WAITING));
            assertThat(reason(cloud, id)).contains(WAITING);
            report(cloud, id, InstancePhase.BOOTING, Optional.empty());
            assertThat(reason(cloud, id)).as("it does not run yet").contains(WAITING);
            report(cloud, id, InstancePhase.RUNNING, Optional.empty());
            assertThat(reason(cloud, id)).isEmpty();
            report(cloud, id, InstancePhase.RUNNING, Optional.of(WAITING));
            assertThat(reason(cloud, id)).as("only the reason is new").contains(WAITING);
            report(cloud, id, InstancePhase.RUNNING, Optional.empty());
            assertThat(reason(cloud, id)).isEmpty();
        }
    }

    @Test
    void whyItsEndWasAskedForStays() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            InstanceId id = launched(cloud);
            report(cloud, id, InstancePhase.RUNNING, Optional.empty());
            cloud.database.write(session -> session.find(InstanceEntity.class, id.value())
                    .terminate(ENDED, Correlation.random(), cloud.clock.instant()));
            report(cloud, id, InstancePhase.RUNNING, Optional.empty());
            report(cloud, id, InstancePhase.TERMINATED, Optional.empty());
            assertThat(reason(cloud, id)).contains(ENDED);
        }
    }

    private static InstanceId launched(TestingCloud cloud) {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .build());
        return new InstanceId(answer.instances().getFirst().instanceId());
    }

    private static void report(TestingCloud cloud, InstanceId id, InstancePhase phase, Optional<StateReason> reason) {
        ObservedInstance report = new ObservedInstance(
                id, 1, 0, phase, Optional.of(TestingCloud.NODES.getFirst()), true, reason, cloud.clock.instant());
        cloud.database.write(
                session -> session.find(InstanceEntity.class, id.value()).observe(report, cloud.clock.instant()));
    }

    private static Optional<StateReason> reason(TestingCloud cloud, InstanceId id) {
        return cloud.database.read(
                session -> session.find(InstanceEntity.class, id.value()).reason());
    }
}
