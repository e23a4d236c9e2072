package io.jarrah.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.config.StorageNetwork.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts 7.2, failure 10: what volumes took was the first interface, or all of them; a VLAN of their own was not thought of. */
class StorageNetworkTest {
    @TempDir
    Path directory;

    @Test
    void noneIsNeeded() throws ConfigException {
        StorageNetwork none = StorageNetwork.of(conf());
        assertThat(none.problem()).isEmpty();
        assertThat(none.address()).isEmpty();
    }

    @Test
    void anInterfaceWithAnAddressIsAllItNeeds() throws ConfigException {
        StorageNetwork loopback = StorageNetwork.of(conf("STORAGE_INTERFACE=\"lo\""));
        assertThat(loopback.problem()).isEmpty();
        assertThat(loopback.address()).contains("127.0.0.1");
    }

    @Test
    void anInterfaceThatIsNotThereIsNamedWithWhatToDo() throws ConfigException {
        StorageNetwork missing = StorageNetwork.of(conf("STORAGE_INTERFACE=\"eth1.4000\""));
        assertThat(missing.address()).isEmpty();
        assertThat(missing.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("there is no interface eth1.4000 (STORAGE_INTERFACE)", "ip link add"));
    }

    @Test
    void itsTagIsNoTenants() throws IOException {
        Path vlans = directory.resolve("config");
        Files.writeString(vlans, """
            VLAN Dev name    | VLAN ID
            Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD
            lo.5           | 5  | eth1
            lo             | 100  | eth1
            """);
        assertThat(new StorageNetwork("lo", Optional.of(new Tags(2, 100)), vlans).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("VLAN tag 100", "VNET_MAXVLAN"));
        assertThat(new StorageNetwork("lo", Optional.of(new Tags(2, 99)), vlans).problem())
                .isEmpty();
        assertThat(new StorageNetwork("lo", Optional.empty(), vlans).problem()).isEmpty();
    }

    @Test
    void tenantsHaveTagsOnlyWhereTheirNetworksAreVlans() throws ConfigException {
        String storage = "STORAGE_INTERFACE=\"eth1.100\"";
        assertThat(StorageNetwork.of(conf(storage)).tenants()).isEmpty();
        assertThat(StorageNetwork.of(conf(storage, "VNET_ISOLATION=\"VLAN\"", "VNET_MAXVLAN=\"99\""))
                        .tenants())
                .contains(new Tags(2, 99));
        assertThat(StorageNetwork.of(conf(storage, "VNET_ISOLATION=\"VLAN\"", "VNET_MODE=\"MANAGED-NOVLAN\""))
                        .tenants())
                .isEmpty();
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThatThrownBy(() -> StorageNetwork.of(conf("STORAGE_INTERFACE=\"eth1 eth2\"")))
                .hasMessageContaining("STORAGE_INTERFACE");
    }

    private static JarrahConf conf(String... lines) throws ConfigException {
        return JarrahConf.parse("jarrah.conf", List.of(lines), Settings.schema());
    }
}
