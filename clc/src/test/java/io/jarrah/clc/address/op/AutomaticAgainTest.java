package io.jarrah.clc.address.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** What becomes of an instance whose elastic address leaves it. The pool has four addresses. */
class AutomaticAgainTest {
    private final TestingCloud cloud =
            new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.8-203.0.113.11"), 4));

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private Instance launch(boolean open) {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .associatePublicIpAddress(open)
                        .build())
                .build());
        return answer.instances().getFirst();
    }

    private AllocateAddressResponse allocate() {
        return cloud.call(AllocateAddressRequest.builder().build());
    }

    private void associate(AllocateAddressResponse elastic, Instance instance) {
        cloud.call(AssociateAddressRequest.builder()
                .allocationId(elastic.allocationId())
                .instanceId(instance.instanceId())
                .build());
    }

    private void disassociate(AllocateAddressResponse elastic) {
        cloud.call(DisassociateAddressRequest.builder()
                .publicIp(elastic.publicIp())
                .build());
    }

    private @Nullable String address(Instance instance) {
        DescribeInstancesResponse answer = cloud.call(DescribeInstancesRequest.builder()
                .instanceIds(instance.instanceId())
                .build());
        return answer.reservations().getFirst().instances().getFirst().publicIpAddress();
    }

    @Test
    void whatHadAnAddressOfItsOwnGetsAnotherAndWhatHadNoneGetsNone() {
        AllocateAddressResponse elastic = allocate();
        Instance open = launch(true);
        Instance closed = launch(false);
        assertThat(address(open)).isNotNull().isNotEqualTo(elastic.publicIp());
        for (Instance instance : List.of(open, closed)) {
            associate(elastic, instance);
            assertThat(address(instance)).isEqualTo(elastic.publicIp());
        }
        assertThat(address(open)).as("the address moved away").isNotNull().isNotEqualTo(elastic.publicIp());
        disassociate(elastic);
        assertThat(address(closed)).isNull();
        String before = address(open);
        disassociate(elastic);
        assertThat(address(open)).as("it led nowhere").isEqualTo(before);
    }

    @Test
    void anElasticAddressInPlaceOfAnotherIsNoReason() {
        AllocateAddressResponse first = allocate();
        AllocateAddressResponse second = allocate();
        Instance open = launch(true);
        associate(first, open);
        associate(second, open);
        assertThat(address(open)).isEqualTo(second.publicIp());
    }

    @Test
    void whatEndsGetsNone() {
        AllocateAddressResponse elastic = allocate();
        Instance open = launch(true);
        associate(elastic, open);
        cloud.call(TerminateInstancesRequest.builder()
                .instanceIds(open.instanceId())
                .build());
        disassociate(elastic);
        assertThat(address(open)).isNull();
    }

    @Test
    void withoutAFreeAddressItGetsNone() {
        Instance open = launch(true);
        AllocateAddressResponse elastic = allocate();
        associate(elastic, open);
        allocate();
        allocate();
        disassociate(elastic);
        assertThat(address(open)).isNull();
    }
}
