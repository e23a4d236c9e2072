package io.jarrah.clc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.testing.FakeCluster;
import io.jarrah.clc.testing.FakeStorage;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.sign.AwsCredentials;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final ClusterName ZONE = new ClusterName("zone1");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final List<Component> registry = new ArrayList<>();
    private final List<Component> connected = new ArrayList<>();
    private final Map<String, FakeCluster> controllers = new HashMap<>();
    private final RegisteredClusters clusters = new RegisteredClusters(() -> registry, this::connect);

    @Test
    void followsTheRegistry() {
        assertThat(clusters.clusters()).isEmpty();
        assertThatThrownBy(() -> clusters.of(ZONE))
                .isInstanceOf(ServiceException.class)
                .extracting("code")
                .isEqualTo(ServiceException.Code.UNAVAILABLE);
        registry.add(component(ComponentRole.CC, "cc1", "zone1", "a", false));
        registry.add(component(ComponentRole.CC, "cc9", "zone9", "a", true));
        registry.add(component(ComponentRole.NC, "nc2", "zone1", "c", false));
        registry.add(component(ComponentRole.NC, "nc1", "zone1", "b", false));
        registry.add(component(ComponentRole.NC, "nc3", "zone1", "d", true));
        registry.add(component(ComponentRole.NC, "nc4", "zone2", "e", false));
        assertThat(clusters.clusters()).containsExactly(ZONE);
        assertThat(clusters.nodes(ZONE))
                .extracting(NodeRegistration::name)
                .containsExactly(new NodeName("nc1"), new NodeName("nc2"));
    }

    @Test
    void eachZoneHasTheStorageControllerThatIsRegisteredThere() {
        Map<String, FakeStorage> made = new HashMap<>();
        RegisteredStorage storage = new RegisteredStorage(
                () -> registry,
                component -> made.computeIfAbsent(component.name(), name -> new FakeStorage(() -> NOW, 10)));
        registry.add(component(ComponentRole.CC, "cc1", "zone1", "a", false));
        assertThat(storage.zones()).isEmpty();
        assertThatThrownBy(() -> storage.of(ZONE)).extracting("code").isEqualTo(ServiceException.Code.UNAVAILABLE);
        registry.add(component(ComponentRole.SC, "sc0", "zone1", "b", true));
        registry.add(component(ComponentRole.SC, "sc2", "zone2", "c", false));
        registry.add(component(ComponentRole.SC, "sc1", "zone1", "d", false));
        assertThat(storage.zones()).containsExactly(ZONE, new ClusterName("zone2"));
        assertThat(storage.of(ZONE)).isSameAs(made.get("sc1")).isNotNull();
    }

    @Test
    void whoIsInChargeIsFoundByItsAnswer() {
        FakeCluster one = pair().get(0);
        FakeCluster two = pair().get(1);
        two.inCharge(false);
        end(1);
        assertThat(one.known()).hasSize(1);

        one.inCharge(false);
        assertThatThrownBy(() -> end(2))
                .as("nobody is, for a moment")
                .extracting("code")
                .isEqualTo(ServiceException.Code.UNAVAILABLE);
        two.inCharge(true);
        end(3);
        assertThat(two.known()).hasSize(1);

        one.reachable(false);
        end(4);
        assertThat(two.known()).hasSize(2);
        assertThat(one.known()).hasSize(1);

        two.reachable(false);
        one.reachable(true);
        one.inCharge(true);
        end(5);
        assertThat(one.known()).hasSize(2);
    }

    /** Else it would count as told though the one that needs it was not. */
    @Test
    void whatBothTakeGoesToTheOneInChargeAlone() {
        FakeCluster one = pair().get(0);
        FakeCluster two = pair().get(1);
        one.inCharge(false);
        end(1);
        clusters.of(ZONE).applyNodes(Correlation.random(), new NodeRegistry(7, List.of()));
        assertThat(two.registry().generation()).isEqualTo(7);
        assertThat(one.registry().generation()).isZero();
        two.reachable(false);
        assertThatThrownBy(() -> clusters.of(ZONE).applyNodes(Correlation.random(), new NodeRegistry(8, List.of())))
                .extracting("code")
                .isEqualTo(ServiceException.Code.UNAVAILABLE);
        assertThat(one.registry().generation()).isZero();
    }

    @Test
    void anotherRefusalThanNotBeingInChargeIsTheAnswer() {
        FakeCluster two = pair().get(1);
        // It would answer if it were asked.
        two.terminateInstances(Correlation.random(), List.of(new InstanceRef(instance(9), 1)));
        assertThat(two.getConsoleOutput(Correlation.random(), instance(9)).tail())
                .isNotEmpty();
        assertThatThrownBy(() -> clusters.read(Correlation.random(), ZONE, instance(9)))
                .extracting("code")
                .isEqualTo(ServiceException.Code.NOT_FOUND);
    }

    /** Either takes the network and the nodes, so an acknowledgement is worth something only when it is known whose it is. */
    @Test
    void whatIsToldInAnEpochGoesToTheControllerOfThatEpoch() {
        FakeCluster one = pair().get(0);
        FakeCluster two = pair().get(1);
        two.inCharge(false);
        String before = hear();
        tell(before, 1);
        assertThat(one.registry().generation()).isEqualTo(1);

        one.inCharge(false);
        two.inCharge(true);
        end(1);
        tell(before, 2);
        assertThat(two.registry().generation())
                .as("it takes calls now, but was not heard yet")
                .isZero();
        assertThat(one.registry().generation()).isEqualTo(2);

        String after = hear();
        assertThatThrownBy(() -> tell(before, 3))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("another controller of cluster zone1")
                .extracting("code")
                .isEqualTo(ServiceException.Code.UNAVAILABLE);
        one.inCharge(true);
        two.inCharge(false);
        end(2);
        assertThat(one.known()).as("who took something last").hasSize(1);
        tell(after, 4);
        assertThat(two.registry().generation()).isEqualTo(4);
        assertThat(one.registry().generation()).isEqualTo(2);
    }

    private String hear() {
        return clusters.of(ZONE)
                .describeInstances(Correlation.random(), Revision.NONE, Duration.ZERO)
                .revision()
                .epoch();
    }

    private void tell(String epoch, long generation) {
        clusters.heard(ZONE, epoch).applyNodes(Correlation.random(), new NodeRegistry(generation, List.of()));
    }

    private List<FakeCluster> pair() {
        if (registry.isEmpty()) {
            registry.add(component(ComponentRole.CC, "two", "zone1", "b", false));
            registry.add(component(ComponentRole.CC, "one", "zone1", "a", false));
            assertThat(clusters.controllers(ZONE))
                    .extracting(ClusterServices.Controller::name)
                    .containsExactly("one", "two");
            assertThat(clusters.clusters()).containsExactly(ZONE);
        }
        return Stream.of("one", "two").map(controllers::get).toList();
    }

    private void end(int number) {
        clusters.of(ZONE).terminateInstances(Correlation.random(), List.of(new InstanceRef(instance(number), 1)));
    }

    private static InstanceId instance(int number) {
        return new InstanceId(String.format("i-%017x", number));
    }

    @Test
    void makesOneClientForEachRegistration() {
        registry.add(component(ComponentRole.CC, "cc1", "zone1", "a", false));
        end(1);
        end(2);
        assertThat(connected).hasSize(1);
        registry.set(0, component(ComponentRole.CC, "cc1", "zone1", "b", false));
        end(3);
        end(4);
        assertThat(connected).as("another certificate").hasSize(2);
    }

    @Test
    void linksArePresignedAndKeepTheKeysNames() {
        registry.add(component(ComponentRole.WALRUS, "walrus", null, "a", false));
        WalrusObjects derived = objects(Optional.empty());
        URI link = derived.link("my.bucket", "dir/a b+c.img", NOW);
        assertThat(link.toString())
                .startsWith("http://walrus.test:8780/my.bucket/dir/a%20b%2Bc.img?")
                .contains("X-Amz-Expires=3600")
                .contains("X-Amz-Credential=AKIASYSTEM")
                .contains("X-Amz-Signature=");
        assertThat(objects(Optional.of(URI.create("http://10.0.0.1:80")))
                        .link("b", "k", NOW)
                        .toString())
                .startsWith("http://10.0.0.1:80/b/k?");
        registry.clear();
        assertThatThrownBy(() -> derived.link("b", "k", NOW)).isInstanceOf(ServiceException.class);
    }

    @Test
    void silenceOfWalrusIsUnavailable() {
        WalrusObjects nobody = objects(Optional.of(URI.create("http://127.0.0.1:1")));
        assertThatThrownBy(() -> nobody.head(Correlation.random(), "b", "k", 4))
                .isInstanceOf(ServiceException.class)
                .extracting("code")
                .isEqualTo(ServiceException.Code.UNAVAILABLE);
    }

    private WalrusObjects objects(Optional<URI> url) {
        return new WalrusObjects(
                () -> registry,
                component -> {
                    throw new AssertionError("not called");
                },
                url,
                8780,
                () -> AwsCredentials.of("AKIASYSTEM", "secret"),
                "us-east-1",
                InstantSource.fixed(NOW));
    }

    private ClusterService connect(Component component) {
        connected.add(component);
        FakeCluster made = new FakeCluster(InstantSource.fixed(NOW), new Capacity(1, 1, 1), List.of());
        controllers.put(component.name(), made);
        return made;
    }

    private static Component component(
            ComponentRole role, String name, String cluster, String fingerprint, boolean revoked) {
        return new Component(
                role,
                name,
                Optional.ofNullable(cluster).map(ClusterName::new),
                URI.create("https://" + name + ".test:8774/"),
                fingerprint.repeat(64),
                revoked);
    }
}
