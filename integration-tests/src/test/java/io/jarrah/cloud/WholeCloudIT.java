package io.jarrah.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.simulated.SimulatedTiming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;

/** The main job through all five services: signed SOAP, real databases, the real SDK; only guests are simulated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeCloudIT {
    private Path state;
    private final GatewayFaults faults = new GatewayFaults();
    private InProcessCloud cloud;
    private CloudClients clients;
    private CloudUser user;

    @BeforeAll
    void up(@TempDir Path directory) throws Exception {
        state = directory;
        cloud = new InProcessCloud(
                CloudOptions.of(state, 2, SimulatedTiming.INSTANT).withGateways(faults::cluster, faults::node),
                Clock.systemUTC());
        cloud.start();
        clients = cloud.clients();
        user = new CloudUser(clients.ec2(), cloud.sampleImage());
        cloud.awaitNodes();
    }

    @AfterAll
    void down() throws Exception {
        clients.close();
        cloud.stop();
    }

    @Test
    void instancesRunOnBothNodesAndLeaveNothing() throws Exception {
        List<String> ids = user.run(4);
        user.awaitState(ids, InstanceStateName.RUNNING);
        assertThat(ids.stream().map(id -> user.describe(id).privateIpAddress()).distinct())
                .hasSize(4);
        user.terminate(ids);
        assertThat(user.state(ids.getFirst())).isEqualTo(InstanceStateName.TERMINATED);
        Eventually.passes(() -> assertThat(instanceDirectories()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"clc", "cc", "nc1", "nc2", "walrus", "sc"})
    void aServiceThatIsAwayWhileAnInstanceIsLaunchedOnlyDelaysIt(String service) throws Exception {
        List<String> running = user.run(2);
        user.awaitState(running, InstanceStateName.RUNNING);
        boolean apiStays = !service.equals("clc");
        List<String> launched = List.of();
        if (apiStays) {
            cloud.stop(service);
            launched = user.run(1);
        } else {
            launched = user.run(1);
            cloud.stop(service);
        }
        cloud.start(service);
        user.awaitState(launched, InstanceStateName.RUNNING);
        user.awaitState(running, InstanceStateName.RUNNING);
        user.terminate(running);
        user.terminate(launched);
    }

    @Test
    void aDeadNodeChangesHealthAndNothingElse() throws Exception {
        List<String> ids = user.run(4);
        user.awaitState(ids, InstanceStateName.RUNNING);
        cloud.stop("nc1");
        Eventually.passes(() -> assertThat(statuses(ids)).contains(SummaryStatus.IMPAIRED, SummaryStatus.OK));
        for (String id : ids) {
            assertThat(user.state(id)).isEqualTo(InstanceStateName.RUNNING);
        }
        List<String> elsewhere = user.run(2);
        user.awaitState(elsewhere, InstanceStateName.RUNNING);
        cloud.start("nc1");
        Eventually.passes(() -> assertThat(statuses(ids)).containsOnly(SummaryStatus.OK));
        user.terminate(ids);
        user.terminate(elsewhere);
    }

    /** Run, reboot and terminate, once for each call between the services that fails before or after it was carried out. */
    @Test
    void anyOneFailedCallChangesNothingInTheEnd() throws Exception {
        for (FaultInjector.When when : FaultInjector.When.values()) {
            boolean struck = true;
            for (int call = 1; struck; call++) {
                faults.arm(when, call);
                List<String> ids = user.run(1);
                user.awaitState(ids, InstanceStateName.RUNNING);
                clients.ec2()
                        .rebootInstances(RebootInstancesRequest.builder()
                                .instanceIds(ids)
                                .build());
                user.awaitState(ids, InstanceStateName.RUNNING);
                user.terminate(ids);
                struck = faults.struck();
                assertThat(call).as("calls of one instance's life").isLessThan(60);
            }
        }
        faults.disarm();
        Eventually.passes(() -> assertThat(instanceDirectories()).isEmpty());
    }

    private List<SummaryStatus> statuses(List<String> ids) {
        return clients
                .ec2()
                .describeInstanceStatus(
                        DescribeInstanceStatusRequest.builder().instanceIds(ids).build())
                .instanceStatuses()
                .stream()
                .map(status -> status.systemStatus().status())
                .toList();
    }

    /** Disks and consoles that are left on the nodes. */
    private List<Path> instanceDirectories() {
        return Stream.of("nc1", "nc2")
                .map(node -> state.resolve(node).resolve("instances").resolve("instances"))
                .filter(Files::isDirectory)
                .flatMap(WholeCloudIT::list)
                .toList();
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
