package io.jarrah.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.simulated.SimulatedTiming;
import java.io.IOException;
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
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** Volumes through all services: signed SOAP, real databases, the real SDK; only guests and the export are simulated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumesIT {
    private Path state;
    private final GatewayFaults faults = new GatewayFaults();
    private InProcessCloud cloud;
    private CloudClients clients;
    private CloudUser user;
    private Ec2Client ec2;

    @BeforeAll
    void up(@TempDir Path directory) throws Exception {
        state = directory;
        cloud = new InProcessCloud(
                CloudOptions.of(state, 2, SimulatedTiming.INSTANT)
                        .withGateways(faults::cluster, faults::node)
                        .withStorage(faults::storage),
                Clock.systemUTC());
        cloud.start();
        clients = cloud.clients();
        ec2 = clients.ec2();
        user = new CloudUser(ec2, cloud.sampleImage());
        cloud.awaitNodes();
    }

    @AfterAll
    void down() throws Exception {
        clients.close();
        cloud.stop();
    }

    private String create() throws Exception {
        String volume = ec2.createVolume(
                        r -> r.availabilityZone(CloudOptions.CLUSTER).size(1))
                .volumeId();
        awaitState(volume, VolumeState.AVAILABLE);
        return volume;
    }

    private Volume describe(String volume) {
        return ec2.describeVolumes(r -> r.volumeIds(volume)).volumes().getFirst();
    }

    private void awaitState(String volume, VolumeState wanted) throws Exception {
        Eventually.isTrue(() -> describe(volume).state() == wanted);
    }

    private void attach(String volume, String instance) throws Exception {
        ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device("/dev/sdf"));
        awaitAttached(volume);
    }

    private void awaitAttached(String volume) throws Exception {
        Eventually.isTrue(() ->
                describe(volume).attachments().stream().anyMatch(one -> one.state() == VolumeAttachmentState.ATTACHED));
    }

    private void detach(String volume) throws Exception {
        ec2.detachVolume(r -> r.volumeId(volume));
        awaitState(volume, VolumeState.AVAILABLE);
    }

    private void delete(String volume) throws Exception {
        ec2.deleteVolume(r -> r.volumeId(volume));
        Eventually.isTrue(() -> isGone(volume));
    }

    private boolean isGone(String volume) {
        try {
            return describe(volume).state() == VolumeState.DELETED;
        } catch (Ec2Exception e) {
            return e.awsErrorDetails().errorCode().equals("InvalidVolume.NotFound");
        }
    }

    private List<Path> volumeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(state.resolve("sc").resolve("volumes"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith("vol-"))
                    .toList();
        }
    }

    @Test
    void aVolumeGoesFromOneInstanceToAnotherAndLeavesNothing() throws Exception {
        List<String> instances = user.run(2);
        user.awaitState(instances, InstanceStateName.RUNNING);
        String volume = create();
        for (String instance : instances) {
            attach(volume, instance);
            assertThat(describe(volume).attachments().getFirst().instanceId()).isEqualTo(instance);
            assertThat(user.describe(instance).blockDeviceMappings())
                    .anySatisfy(mapping -> assertThat(mapping.ebs().volumeId()).isEqualTo(volume));
            detach(volume);
        }
        delete(volume);
        user.terminate(instances);
        Eventually.passes(() -> assertThat(volumeFiles()).isEmpty());
    }

    @Test
    void anInstanceThatEndsGivesItsVolumesBack() throws Exception {
        List<String> instances = user.run(1);
        user.awaitState(instances, InstanceStateName.RUNNING);
        String volume = create();
        attach(volume, instances.getFirst());
        user.terminate(instances);
        awaitState(volume, VolumeState.AVAILABLE);
        delete(volume);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clc", "cc", "nc1", "nc2", "sc"})
    void aServiceThatIsAwayOnlyDelaysAnAttachment(String service) throws Exception {
        List<String> instances = user.run(2);
        user.awaitState(instances, InstanceStateName.RUNNING);
        String kept = create();
        String volume = create();
        attach(kept, instances.get(1));
        ec2.attachVolume(
                r -> r.volumeId(volume).instanceId(instances.getFirst()).device("/dev/sdf"));
        cloud.stop(service);
        cloud.start(service);
        awaitAttached(volume);
        awaitAttached(kept);
        ec2.detachVolume(r -> r.volumeId(volume));
        cloud.stop(service);
        cloud.start(service);
        awaitState(volume, VolumeState.AVAILABLE);
        awaitAttached(kept);
        detach(kept);
        delete(volume);
        delete(kept);
        user.terminate(instances);
    }

    /** A volume's whole life, once for each call between the services that fails before or after it was carried out. */
    @Test
    void anyOneFailedCallChangesNothingInTheEnd() throws Exception {
        List<String> instances = user.run(1);
        user.awaitState(instances, InstanceStateName.RUNNING);
        for (FaultInjector.When when : FaultInjector.When.values()) {
            boolean struck = true;
            for (int call = 1; struck; call++) {
                faults.arm(when, call);
                String volume = create();
                attach(volume, instances.getFirst());
                detach(volume);
                delete(volume);
                struck = faults.struck();
                assertThat(call).as("calls of one volume's life").isLessThan(80);
            }
        }
        faults.disarm();
        user.terminate(instances);
        Eventually.passes(() -> assertThat(volumeFiles()).isEmpty());
    }
}
