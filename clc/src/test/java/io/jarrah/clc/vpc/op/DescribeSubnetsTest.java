package io.jarrah.clc.vpc.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.network.SlicedPlan;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.vpc.DefaultVpc;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.Wiring;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;

class DescribeSubnetsTest {
    private TestingCloud cloud;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void describingBeforeTheFirstLaunchMakesTheNetworkOnce() {
        long before = generation();
        Subnet first = subnets(TestingCalls.ALICE).getFirst();
        assertThat(first.vpcId()).isEqualTo(DefaultVpc.vpc(TestingCalls.ALICE));
        assertThat(first.subnetId()).isEqualTo(DefaultVpc.subnet(TestingCalls.ALICE, TestingCloud.ZONE));
        assertThat(first.subnetArn()).isEqualTo("arn:aws:ec2:us-east-1:111122223333:subnet/" + first.subnetId());
        assertThat(first.cidrBlock()).isEqualTo("172.16.0.0/21");
        assertThat(first.availableIpAddressCount()).isEqualTo(2045);
        assertThat(first.defaultForAz()).isTrue();
        assertThat(first.mapPublicIpOnLaunch()).isTrue();
        assertThat(first.availabilityZone()).isEqualTo("zone1");
        assertThat(first.stateAsString()).isEqualTo("available");
        assertThat(generation())
                .as("the cluster controller is told of the network")
                .isEqualTo(before + 1);

        assertThat(subnets(TestingCalls.ALICE)).containsExactly(first);
        assertThat(generation()).isEqualTo(before + 1);
        assertThat(networks()).hasSize(1);

        RunInstancesResponse launched = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(3)
                .maxCount(3)
                .build());
        assertThat(launched.instances().getFirst().subnetId()).isEqualTo(first.subnetId());
        assertThat(networks()).hasSize(1);
        assertThat(subnets(TestingCalls.ALICE).getFirst().availableIpAddressCount())
                .isEqualTo(2042);
    }

    @Test
    void everyAccountHasItsOwn() {
        Subnet alices = subnets(TestingCalls.ALICE).getFirst();
        Subnet bobs = subnets(TestingCalls.BOB).getFirst();
        assertThat(bobs.subnetId()).isNotEqualTo(alices.subnetId());
        assertThat(bobs.cidrBlock()).isEqualTo("172.16.8.0/21");
        assertThatThrownBy(() -> cloud.call(
                        TestingCalls.BOB,
                        DescribeSubnetsRequest.builder()
                                .subnetIds(alices.subnetId())
                                .build()))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_SUBNET_ID_NOT_FOUND);
    }

    @Test
    void concurrentDescribesMakeOneNetworkForEachAccount() throws Exception {
        List<AccountId> accounts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            accounts.add(i % 2 == 0 ? TestingCalls.ALICE : TestingCalls.BOB);
        }
        Set<String> prefixes = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<Subnet>>> answers = accounts.stream()
                    .map(account -> threads.submit(() -> subnets(account)))
                    .toList();
            for (Future<List<Subnet>> answer : answers) {
                assertThat(answer.get()).hasSize(1);
                prefixes.add(answer.get().getFirst().cidrBlock());
            }
        }
        assertThat(prefixes).hasSize(2);
        assertThat(networks()).hasSize(2);
    }

    @Test
    void aZoneForWhichNoSliceIsLeftHasNoSubnet() {
        zones(2);
        NetworkPlan small = new SlicedPlan("10.0.0.0/27", 16, 2, Wiring.VXLAN.maxSegment(), 1450);
        List<ClusterName> woken = new ArrayList<>();
        DescribeSubnets describe = new DescribeSubnets(
                cloud.database,
                new DefaultSubnets(
                        cloud.database, new Networks(small, new SecureRandom()), cloud.api.zones(), woken::add),
                cloud.api.tags(),
                cloud.api.pages());
        DescribeSubnetsRequest all = DescribeSubnetsRequest.builder().build();
        List<Subnet> found = describe.execute(cloud.context(TestingCalls.ALICE, "DescribeSubnets"), all)
                .subnets();
        assertThat(found).extracting(Subnet::cidrBlock).containsExactlyInAnyOrder("10.0.0.0/28", "10.0.0.16/28");
        assertThat(woken)
                .as("every cluster is told of a network in any")
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(describe.execute(cloud.context(TestingCalls.ALICE, "DescribeSubnets"), all)
                        .subnets())
                .isEqualTo(found);
        assertThat(describe.execute(cloud.context(TestingCalls.BOB, "DescribeSubnets"), all)
                        .subnets())
                .isEmpty();
        assertThat(woken).hasSize(3);
    }

    @Test
    void filtersSelect() {
        zones(1);
        assertThat(subnets(TestingCalls.ALICE)).hasSize(2);
        assertThat(filtered("availability-zone", "zone1")).hasSize(1);
        assertThat(filtered("availabilityZone", "zone*")).hasSize(2);
        assertThat(filtered("availability-zone-id", "zone-b0")).hasSize(1);
        assertThat(filtered("default-for-az", "true")).hasSize(2);
        assertThat(filtered("defaultForAz", "false")).isEmpty();
        assertThat(filtered("cidr-block", "172.16.8.0/21")).hasSize(1);
        assertThat(filtered("available-ip-address-count", "2045")).hasSize(2);
        assertThat(filtered("map-public-ip-on-launch", "true")).hasSize(2);
        assertThat(filtered("vpc-id", DefaultVpc.vpc(TestingCalls.ALICE))).hasSize(2);
        assertThat(filtered("subnet-id", DefaultVpc.subnet(TestingCalls.ALICE, TestingCloud.ZONE)))
                .hasSize(1);
        assertThat(filtered("ipv6-native", "true")).isEmpty();
        assertThat(filtered("tag-key", "*")).isEmpty();
        assertThatThrownBy(() -> filtered("no-such-filter", "x"))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
    }

    @Test
    void pagesHoldEverySubnetOnce() {
        zones(6);
        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            DescribeSubnetsResponse page = cloud.call(DescribeSubnetsRequest.builder()
                    .maxResults(5)
                    .nextToken(token)
                    .build());
            page.subnets().forEach(subnet -> seen.add(subnet.subnetId()));
            token = page.nextToken();
            pages++;
        } while (token != null);
        assertThat(pages).isEqualTo(2);
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    private void zones(int more) {
        cloud.database.write(session -> {
            for (int i = 0; i < more; i++) {
                cloud.api.zones().ensure(session, new ClusterName("zone-b" + i), cloud.clock.instant());
            }
            return more;
        });
    }

    private List<Subnet> subnets(AccountId account) {
        DescribeSubnetsResponse answer =
                cloud.call(account, DescribeSubnetsRequest.builder().build());
        return answer.subnets();
    }

    private List<Subnet> filtered(String name, String value) {
        DescribeSubnetsResponse answer = cloud.call(DescribeSubnetsRequest.builder()
                .filters(Filter.builder().name(name).values(value).build())
                .build());
        return answer.subnets();
    }

    private List<NetworkEntity> networks() {
        return cloud.networks();
    }

    private long generation() {
        return cloud.database.read(session ->
                Clusters.find(session, TestingCloud.ZONE).orElseThrow().networkGeneration());
    }
}
