package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** The loops as they run in production: threads, long polls, wake-ups. */
class ClusterObserverTest {
    @Test
    void theLoopsCarryALaunchThroughAnOutageToItsEnd() throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            cloud.cluster.automatic();
            ImageId image = cloud.image(TestingCalls.ALICE, false);
            ServiceGroup services = new ServiceGroup("loops", cloud.wiring.services());
            services.start();
            try {
                RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(2)
                        .maxCount(2)
                        .build());
                InstanceId first = new InstanceId(answer.instances().getFirst().instanceId());
                Eventually.passes(() -> assertThat(state(cloud, first)).isEqualTo("running"));

                cloud.cluster.reachable(false);
                Eventually.passes(() -> assertThat(health(cloud)).isEqualTo(Health.UNREACHABLE));
                assertThat(state(cloud, first)).isEqualTo("running");
                cloud.call(TerminateInstancesRequest.builder()
                        .instanceIds(first.value())
                        .build());
                assertThat(state(cloud, first)).isEqualTo("shutting-down");

                cloud.cluster.reachable(true);
                Eventually.passes(() -> assertThat(state(cloud, first)).isEqualTo("terminated"));
                Eventually.passes(() -> assertThat(health(cloud)).isEqualTo(Health.OK));
                assertThat(cloud.cluster.live()).hasSize(1);
                Eventually.passes(
                        () -> assertThat(cloud.cluster.network().endpoints()).hasSize(1));
            } finally {
                services.stop();
            }
        }
    }

    @Test
    void anInterruptThatALookAtTheRegistrySwallowsDoesNotKeepItFromEnding() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        try (TestingCloud cloud = new TestingCloud()) {
            ClusterObserver observer = new ClusterObserver(
                    swallowingInterrupts(looking),
                    cluster -> cloud.cluster,
                    new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry()),
                    new ClusterViews(),
                    cluster -> {},
                    cloud.clock,
                    ClusterObserver.Options.USUAL);
            observer.start();
            looking.await();
            Thread ending = Thread.ofPlatform().start(() -> {
                try {
                    observer.stop();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(ending.join(Duration.ofSeconds(30))).as("it ended").isTrue();
        }
    }

    /** As a look at a database may: interrupted, it fails, and the thread does not know any more. */
    private static ClusterDirectory swallowingInterrupts(CountDownLatch looking) {
        return new ClusterDirectory() {
            @Override
            public List<ClusterName> clusters() {
                looking.countDown();
                try {
                    new CountDownLatch(1).await();
                    return List.of();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("the look was interrupted", e);
                }
            }

            @Override
            public List<NodeRegistration> nodes(ClusterName cluster) {
                return List.of();
            }
        };
    }

    private static Health health(TestingCloud cloud) {
        return cloud.database.read(session -> Clusters.health(session, TestingCloud.ZONE));
    }

    private static String state(TestingCloud cloud, InstanceId id) {
        DescribeInstancesResponse answer = cloud.call(
                DescribeInstancesRequest.builder().instanceIds(id.value()).build());
        return answer.reservations().getFirst().instances().getFirst().state().nameAsString();
    }
}
