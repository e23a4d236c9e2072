package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.gateway.RegisteredClusters;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.FakeCluster;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** The second controller takes over while the first one, which takes what it is told all the same, is told something. */
class TakeoverTest {
    private final AtomicReference<String> during = new AtomicReference<>("");
    private TestingCloud cloud;
    private FakeCluster two;
    private Crashable process;

    @BeforeEach
    void start() {
        cloud = new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.1"), 5));
        two = new FakeCluster(cloud.clock, TestingCloud.NODE, TestingCloud.NODES);
        two.inCharge(false);
        ClusterService one = takingOver(cloud.cluster);
        RegisteredClusters clusters = new RegisteredClusters(
                () -> List.of(TestingCloud.controller("one"), TestingCloud.controller("two")),
                component -> component.name().equals("one") ? one : two);
        process = new Crashable(cloud, clusters);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    /** When that call was carried out and before its answer is read, the other controller takes over and is heard. */
    private ClusterService takingOver(ClusterService service) {
        return (ClusterService) Proxy.newProxyInstance(
                ClusterService.class.getClassLoader(),
                new Class<?>[] {ClusterService.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(service, arguments);
                        if (during.compareAndSet(method.getName(), "")) {
                            cloud.cluster.inCharge(false);
                            two.inCharge(true);
                            process.listen();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aRevokedRuleAndAFreedAddressAreToldToTheOneThatTookOver() {
        AllocateAddressResponse address =
                cloud.call(AllocateAddressRequest.builder().build());
        String instance = launch();
        IpPermission ssh = IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(22)
                .toPort(22)
                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                .build();
        cloud.call(AuthorizeSecurityGroupIngressRequest.builder()
                .groupName("default")
                .ipPermissions(ssh)
                .build());
        cloud.call(AssociateAddressRequest.builder()
                .allocationId(address.allocationId())
                .instanceId(instance)
                .build());
        process.converge();
        NetworkDocument open = cloud.cluster.network();
        two.applyNetwork(Correlation.random(), open);
        assertThat(open.endpoints()).extracting(NetworkEndpoint::publicIp).containsExactly(Optional.of("203.0.113.1"));

        cloud.call(RevokeSecurityGroupIngressRequest.builder()
                .groupName("default")
                .ipPermissions(ssh)
                .build());
        cloud.call(DisassociateAddressRequest.builder()
                .publicIp(address.publicIp())
                .build());
        during.set("applyNetworkDelta");
        process.passWithoutCrash();
        assertThat(during).as("the first one acknowledged").hasValue("");
        assertThat(cloud.cluster.network()).isEqualTo(wanted());
        assertThat(two.network()).as("who is in charge").isEqualTo(open);
        assertThat(isHeld()).as("it translates the address").isTrue();

        process.passWithoutCrash();
        assertThat(two.network()).isEqualTo(wanted()).isNotEqualTo(open);
        assertThat(isHeld()).isFalse();
        assertThat(process.crashes()).isZero();
    }

    @Test
    void theNodesAreToldToTheOneThatTookOver() {
        during.set("applyNodes");
        process.passWithoutCrash();
        assertThat(during).as("the first one acknowledged").hasValue("");
        assertThat(two.registry().nodes()).isEmpty();
        process.passWithoutCrash();
        assertThat(two.registry()).isEqualTo(cloud.cluster.registry());
        assertThat(two.registry().nodes()).isNotEmpty();
    }

    private String launch() {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .build());
        return answer.instances().getFirst().instanceId();
    }

    private NetworkDocument wanted() {
        return new ClusterRows(cloud.database, cloud.plan, TestingCloud.LINKS, new RuleNotes())
                .network(TestingCloud.ZONE);
    }

    private boolean isHeld() {
        return cloud.database.read(
                        session -> session.createSelectionQuery("select count(*) from AddressHoldEntity", Long.class)
                                .getSingleResult())
                > 0;
    }
}
