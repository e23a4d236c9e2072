package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.cluster.ClusterEntity;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What clusters are told of each other. */
class PeerDocumentsTest {
    private static final ClusterName HERE = TestingCloud.ZONE;
    private static final ClusterName THERE = new ClusterName("zone2");
    private static final String HERE_END = "192.168.70.1";
    private static final String THERE_END = "192.168.70.2";

    private TestingCloud cloud;
    private Observations observations;
    private ImageId image;
    private String group;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        cloud.zone(THERE, List.of(new NodeName("n9")));
        observations = new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry());
        image = cloud.image(TestingCalls.ALICE, true);
        // No rule names it, unlike the default group, whose members are told everywhere.
        CreateSecurityGroupResponse made = cloud.call(CreateSecurityGroupRequest.builder()
                .groupName("web")
                .description("d")
                .build());
        group = made.groupId();
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void eachIsToldThePrefixesOfTheOtherAndWhereItsTunnelsEnd() {
        describe(HERE, HERE_END);
        describe(THERE, THERE_END);
        assertThat(peers(HERE)).as("no network there yet").isEmpty();
        run(HERE);
        run(THERE);
        assertThat(peers(HERE)).containsExactly(new ClusterPeer(THERE, THERE_END, List.of("172.16.8.0/21")));
        assertThat(peers(THERE)).containsExactly(new ClusterPeer(HERE, HERE_END, List.of("172.16.0.0/21")));
    }

    @Test
    void aClusterWithoutTunnelsIsNobodysPeer() {
        describe(HERE, HERE_END);
        describe(THERE, "");
        run(HERE);
        run(THERE);
        assertThat(peers(HERE)).isEmpty();
        describe(THERE, THERE_END);
        assertThat(peers(HERE)).hasSize(1);
        describe(THERE, "no address");
        assertThat(peers(HERE)).isEmpty();
    }

    @Test
    void everyClusterIsToldOfANewNetworkAndOfAnotherTunnel() {
        long before = generation(THERE);
        run(HERE);
        long launched = generation(THERE);
        assertThat(launched).isGreaterThan(before);
        run(HERE);
        assertThat(generation(THERE))
                .as("a second instance in the same network")
                .isEqualTo(launched);

        assertThat(describe(HERE, HERE_END)).contains(THERE);
        long described = generation(THERE);
        assertThat(described).isGreaterThan(launched);
        assertThat(describe(HERE, HERE_END)).as("nothing new").isEmpty();
        assertThat(generation(THERE)).isEqualTo(described);
    }

    @Test
    void aSubnetThatIsDescribedIsReachedFromTheOtherCluster() {
        describe(HERE, HERE_END);
        describe(THERE, THERE_END);
        long before = generation(HERE);
        cloud.call(DescribeSubnetsRequest.builder().build());
        assertThat(generation(HERE)).isGreaterThan(before);
        assertThat(peers(HERE)).hasSize(1);
        assertThat(peers(THERE)).hasSize(1);
    }

    @Test
    void ofTwoThatNameOneAddressTheLastHasIt() {
        describe(HERE, HERE_END);
        run(HERE);
        run(THERE);
        describe(THERE, HERE_END);
        assertThat(tunnel(HERE)).isEmpty();
        assertThat(tunnel(THERE)).contains(HERE_END);
        assertThat(peers(THERE)).isEmpty();
    }

    @Test
    void aClusterThatWasDeregisteredIsNobodysPeer() {
        describe(HERE, HERE_END);
        describe(THERE, THERE_END);
        run(THERE);
        assertThat(observations.registered(Set.of(HERE, THERE))).isEmpty();
        long before = generation(HERE);
        assertThat(observations.registered(Set.of(HERE))).contains(HERE);
        assertThat(generation(HERE)).isGreaterThan(before);
        assertThat(peers(HERE)).isEmpty();
        assertThat(observations.registered(Set.of(HERE))).isEmpty();
    }

    @Test
    void theLoopsAskAControllerThatCameUpAnew() throws Exception {
        ServiceGroup services = new ServiceGroup("loops", cloud.wiring.services());
        services.start();
        try {
            cloud.cluster.tunnelsEndAt(HERE_END);
            Eventually.passes(() -> assertThat(tunnel(HERE)).contains(HERE_END));
            cloud.cluster.tunnelsEndAt(THERE_END);
            Eventually.passes(() -> assertThat(tunnel(HERE)).contains(THERE_END));
        } finally {
            services.stop();
        }
    }

    private Set<ClusterName> describe(ClusterName cluster, String tunnelAddress) {
        return observations.described(cluster, new ClusterDescription(tunnelAddress, true, 0, 0));
    }

    private List<ClusterPeer> peers(ClusterName cluster) {
        return new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, new RuleNotes())
                .network(cluster)
                .peers();
    }

    private Optional<String> tunnel(ClusterName cluster) {
        return cloud.database.read(session -> Clusters.find(session, cluster).flatMap(ClusterEntity::tunnelAddress));
    }

    private long generation(ClusterName cluster) {
        return cloud.database.read(session -> Clusters.find(session, cluster)
                .map(ClusterEntity::networkGeneration)
                .orElseThrow());
    }

    private void run(ClusterName zone) {
        cloud.call(RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(1)
                .maxCount(1)
                .placement(p -> p.availabilityZone(zone.value()))
                .securityGroupIds(group)
                .build());
    }
}
