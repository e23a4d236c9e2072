package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.metadata.IdentitySigner;
import io.jarrah.clc.metadata.InstanceMetadataReader;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.SlicedPlan;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv6Prefix;
import io.jarrah.common.net.Wiring;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceIpv6Address;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** What clusters are told of IPv6. */
class Ipv6DocumentsTest {
    private static final String ADDRESS = "fd00:10:20::abcd";

    private final TestingCloud cloud =
            new TestingCloud(plan("fd00:10:20::/48"), PublicAddressPlan.NONE, ConfigDrives.AUTO);

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private static NetworkPlan plan(String prefix) {
        return new SlicedPlan(
                "172.16.0.0/12",
                2048,
                2,
                Wiring.VXLAN.maxSegment(),
                1450,
                Optional.of(prefix).filter(text -> !text.isEmpty()).map(Ipv6Prefix::parse));
    }

    private NetworkDocument document(NetworkPlan plan) {
        return new ClusterRows(cloud.database, plan, TestingCloud.LINKS, new RuleNotes()).network(TestingCloud.ZONE);
    }

    private Instance launch() {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .ipv6Addresses(
                        InstanceIpv6Address.builder().ipv6Address(ADDRESS).build())
                .build());
        return answer.instances().getFirst();
    }

    @Test
    void aClusterIsToldPrefixesAddressesAndMembersOfBothFamilies() {
        Instance instance = launch();
        String group = instance.securityGroups().getFirst().groupId();
        // The default group permits its members.
        NetworkDocument told = document(cloud.plan);
        assertThat(told.segments()).extracting(NetworkSegment::cidr6).containsExactly(Optional.of("fd00:10:20::/64"));
        assertThat(told.endpoints()).extracting(NetworkEndpoint::ipv6).containsExactly(Optional.of(ADDRESS));
        assertThat(told.groups())
                .filteredOn(one -> one.id().equals(new SecurityGroupId(group)))
                .flatExtracting(SecurityGroup::members)
                .containsExactly("172.16.0.2", ADDRESS);
    }

    /** Another VNET_SUBNET6, or none, leaves rows with addresses that no network has any more; no cluster could apply them. */
    @Test
    void anAddressOutsideOfThePlanIsNobodys() {
        launch();
        NetworkDocument moved = document(plan("fd00:99::/48"));
        assertThat(moved.segments()).extracting(NetworkSegment::cidr6).containsExactly(Optional.of("fd00:99::/64"));
        assertThat(moved.endpoints()).extracting(NetworkEndpoint::ipv6).containsExactly(Optional.empty());
        assertThat(moved.groups()).flatExtracting(SecurityGroup::members).containsExactly("172.16.0.2");
        NetworkDocument without = document(plan(""));
        assertThat(without.segments()).extracting(NetworkSegment::cidr6).containsExactly(Optional.empty());
        assertThat(without.endpoints()).extracting(NetworkEndpoint::ipv6).containsExactly(Optional.empty());
        assertThat(without.groups()).flatExtracting(SecurityGroup::members).containsExactly("172.16.0.2");
    }

    @Test
    void anInstanceReadsItInItsMetadataAndGivesItBackAtItsEnd(@TempDir Path state) throws Exception {
        InstanceId id = new InstanceId(launch().instanceId());
        InstanceMetadataReader reader = new InstanceMetadataReader(
                cloud.database,
                cloud.api.tags(),
                "us-east-1",
                cloud.plan,
                new IdentitySigner(state, cloud.clock, new SecureRandom())::get,
                cloud.clock);
        InstanceEntity row = cloud.database.read(session -> session.find(InstanceEntity.class, id.value()));
        String nic = "network/interfaces/macs/" + row.mac().orElseThrow() + "/";
        assertThat(reader.read(TestingCloud.ZONE, row.network().orElseThrow(), "172.16.0.2")
                        .metaData())
                .containsEntry("ipv6", ADDRESS)
                .containsEntry(nic + "ipv6s", ADDRESS)
                .containsEntry(nic + "subnet-ipv6-cidr-blocks", "fd00:10:20::/64")
                .containsEntry(nic + "vpc-ipv6-cidr-blocks", "fd00:10:20::/48");
        cloud.database.write(session -> session.find(InstanceEntity.class, id.value())
                .observe(
                        new ObservedInstance(
                                id,
                                1,
                                0,
                                InstancePhase.TERMINATED,
                                Optional.empty(),
                                true,
                                Optional.empty(),
                                cloud.clock.instant()),
                        cloud.clock.instant()));
        assertThat(launch().ipv6Address()).isEqualTo(ADDRESS);
    }
}
