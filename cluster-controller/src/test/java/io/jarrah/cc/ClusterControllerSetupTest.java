package io.jarrah.cc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.cc.books.SchedulingPolicy;
import io.jarrah.cc.lease.Lease;
import io.jarrah.cc.network.FlatNetworkPlane;
import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.ConfigException;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Settings;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterControllerSetupTest {
    private static final CommandRunner NO_COMMANDS = command -> {
        throw new AssertionError("no command is to run");
    };

    @Test
    void theFileSaysHowTheClusterIsRun() throws ConfigException {
        ClusterControllerConfig config = setup(
                        "EUCALYPTUS=\"/srv/jarrah\"",
                        "SCHEDPOLICY=\"GREEDY\"",
                        "CC_NODE_SILENCE=\"20\"",
                        "METADATA_PORT=\"9000\"")
                .config(Samples.ZONE);
        assertThat(config.directory()).isEqualTo(Path.of("/srv/jarrah/cc"));
        assertThat(config.books().policy()).isEqualTo(SchedulingPolicy.GREEDY);
        assertThat(config.books().silence()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.books().placementLimit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.relay().orElseThrow().port()).isEqualTo(9000);
        assertThat(config.opsPort()).isEqualTo(18774);
    }

    @Test
    void inTheSitesOwnNetworkThisIsNoRouter() throws ConfigException {
        ClusterControllerSetup system = setup("VNET_MODE=\"SYSTEM\"");
        assertThat(system.config(Samples.ZONE).relay()).isEmpty();
        assertThat(system.config(Samples.ZONE).mode()).isEqualTo(VnetMode.SYSTEM);
        assertThat(system.names(NO_COMMANDS)).isEmpty();
        assertThat(system.plane(Samples.ZONE, NO_COMMANDS, Lease.ALONE)).isInstanceOf(FlatNetworkPlane.class);
        assertThat(system.plane(Samples.ZONE, NO_COMMANDS, Lease.ALONE).apply(NetworkDocument.EMPTY, List.of()))
                .isZero();
        assertThatThrownBy(() -> setup("VNET_MODE=\"STATIC\"").plane(Samples.ZONE, NO_COMMANDS, Lease.ALONE))
                .hasMessageContaining("VNET_SUBNET");
    }

    @Test
    void theClusterIsTheCertificates() throws ConfigException {
        assertThat(setup().cluster(Optional.of(Samples.ZONE))).isEqualTo(Samples.ZONE);
        assertThat(setup("CLUSTER_NAME=\"zone1\"").cluster(Optional.empty())).isEqualTo(Samples.ZONE);
        assertThatThrownBy(() -> setup("CLUSTER_NAME=\"zone2\"").cluster(Optional.of(new ClusterName("zone1"))))
                .hasMessageContaining("zone2")
                .hasMessageContaining("zone1");
        assertThatThrownBy(() -> setup().cluster(Optional.empty())).hasMessageContaining("CLUSTER_NAME");
    }

    @Test
    void badAddressesAreNamed() {
        assertThatThrownBy(
                        () -> setup("VNET_DNS=\"192.0.2.1 dns.example\"").plane(Samples.ZONE, NO_COMMANDS, Lease.ALONE))
                .hasMessageContaining("VNET_DNS")
                .hasMessageContaining("dns.example");
        assertThatThrownBy(() -> setup("VNET_NTP=\"time.example\"").plane(Samples.ZONE, NO_COMMANDS, Lease.ALONE))
                .hasMessageContaining("VNET_NTP")
                .hasMessageContaining("time.example");
    }

    @Test
    void aPortOfZeroSwitchesTheNameServerOff() throws ConfigException {
        assertThat(setup().names(NO_COMMANDS)).isPresent();
        assertThat(setup("DNS_PORT=\"0\"").names(NO_COMMANDS)).isEmpty();
    }

    @Test
    void aRegionThatIsNoDomainIsNamed() {
        assertThatThrownBy(() -> setup("REGION=\"my region\"").names(NO_COMMANDS))
                .hasMessageContaining("REGION")
                .hasMessageContaining("my region.compute.internal");
    }

    @Test
    void aVirtualAddressMakesItOneOfTwo() throws ConfigException {
        assertThat(setup().lease(NO_COMMANDS).shared()).isFalse();
        assertThat(setup().lease(NO_COMMANDS).held()).isTrue();
        assertThat(setup("VNET_VIRTUALIP=\"192.0.2.1\"").lease(NO_COMMANDS).shared())
                .isTrue();
        assertThat(setup("VNET_VIRTUALIP=\"192.0.2.1\"").lease(NO_COMMANDS).held())
                .as("until it is told otherwise")
                .isFalse();
        assertThatThrownBy(() -> setup("VNET_VIRTUALIP=\"192.0.2.1\"", "VNET_LOCALIP=\"192.0.2.2\"")
                        .lease(NO_COMMANDS))
                .hasMessageContaining("leave VNET_LOCALIP out");
        assertThatThrownBy(() -> setup("VNET_VIRTUALIP=\"192.0.2.1\"", "VNET_MODE=\"SYSTEM\"")
                        .lease(NO_COMMANDS))
                .hasMessageContaining("STATIC or SYSTEM");
        assertThatThrownBy(() -> setup("VNET_VIRTUALIP=\"172.16.0.1\"").lease(NO_COMMANDS))
                .hasMessageContaining("VNET_SUBNET");
    }

    private static ClusterControllerSetup setup(String... lines) throws ConfigException {
        return new ClusterControllerSetup(JarrahConf.parse("test.conf", List.of(lines), Settings.schema()));
    }
}
