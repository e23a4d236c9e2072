package io.jarrah.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.MacMap;
import io.jarrah.common.net.Ipv4Prefix;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.simulated.SimulatedTiming;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Instances in the site's own network, through all five services and with the real SDK. */
class FlatModesIT {
    @TempDir
    Path state;

    private InProcessCloud cloud;
    private CloudClients clients;
    private CloudUser user;

    private void start(FlatNetwork site) throws Exception {
        cloud = new InProcessCloud(
                CloudOptions.of(state, 2, SimulatedTiming.INSTANT).withSite(site), Clock.systemUTC());
        cloud.start();
        clients = cloud.clients();
        user = new CloudUser(clients.ec2(), cloud.sampleImage());
        cloud.awaitNodes();
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        cloud.stop();
    }

    @Test
    void aStaticAddressIsTakenShownAndFreeAgain() throws Exception {
        start(new FlatNetwork(
                VnetMode.STATIC,
                Optional.of(Ipv4Prefix.parse("192.168.1.0/24")),
                Optional.empty(),
                Optional.of("192.168.1.1"),
                List.of(),
                List.of(),
                MacMap.parse("aa:dd:11:ce:ff:ed=192.168.1.3")));
        List<String> first = user.run(1);
        user.awaitState(first, InstanceStateName.RUNNING);
        assertThat(user.describe(first.getFirst()).privateIpAddress()).isEqualTo("192.168.1.3");
        assertThat(user.describe(first.getFirst()).publicIpAddress()).isEqualTo("192.168.1.3");
        assertThat(configDrives()).hasSize(1);
        assertThatThrownBy(() -> user.run(1)).hasMessageContaining("There are not enough free addresses");
        assertThatThrownBy(() -> clients.ec2().allocateAddress())
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperation"));
        user.terminate(first);
        Eventually.passes(() -> assertThat(configDrives()).isEmpty());
        List<String> second = user.run(1);
        user.awaitState(second, InstanceStateName.RUNNING);
        assertThat(user.describe(second.getFirst()).privateIpAddress()).isEqualTo("192.168.1.3");
        user.terminate(second);
    }

    @Test
    void aSystemAddressIsLearnedAlsoAfterRestarts() throws Exception {
        start(new FlatNetwork(
                VnetMode.SYSTEM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                MacMap.parse("")));
        List<String> ids = user.run(2);
        user.awaitState(ids, InstanceStateName.RUNNING);
        for (String id : ids) {
            Eventually.passes(
                    () -> assertThat(user.describe(id).privateIpAddress()).startsWith("10."));
            assertThat(user.describe(id).publicIpAddress())
                    .isEqualTo(user.describe(id).privateIpAddress());
        }
        String before = user.describe(ids.getFirst()).privateIpAddress();
        for (String service : List.of("nc1", "nc2", "cc", "clc")) {
            cloud.stop(service);
            cloud.start(service);
        }
        user.awaitState(ids, InstanceStateName.RUNNING);
        assertThat(user.describe(ids.getFirst()).privateIpAddress()).isEqualTo(before);
        user.terminate(ids);
        assertThat(user.describe(ids.getFirst()).privateIpAddress()).isNull();
    }

    private List<Path> configDrives() throws Exception {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.endsWith("config.iso")).toList();
        }
    }
}
