package io.jarrah.clc.address.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.id.AccountId;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AddressAttribute;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class AddressOpsTest {
    private static final String NO_ALLOCATION = "eipalloc-00000000000000001";
    private static final String NO_ASSOCIATION = "eipassoc-00000000000000001";

    private final TestingCloud cloud =
            new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.8/29"), 4));

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private AllocateAddressResponse allocate(AccountId account, Consumer<AllocateAddressRequest.Builder> change) {
        AllocateAddressRequest.Builder request = AllocateAddressRequest.builder();
        change.accept(request);
        return cloud.call(account, request.build());
    }

    private AllocateAddressResponse allocate() {
        return allocate(TestingCalls.ALICE, request -> {});
    }

    private AssociateAddressResponse associate(Consumer<AssociateAddressRequest.Builder> change) {
        AssociateAddressRequest.Builder request = AssociateAddressRequest.builder();
        change.accept(request);
        return cloud.call(request.build());
    }

    private List<Address> describe(AccountId account, Consumer<DescribeAddressesRequest.Builder> change) {
        DescribeAddressesRequest.Builder request = DescribeAddressesRequest.builder();
        change.accept(request);
        DescribeAddressesResponse answer = cloud.call(account, request.build());
        return answer.addresses();
    }

    private List<Address> filtered(String name, String value) {
        return describe(
                TestingCalls.ALICE,
                request -> request.filters(
                        Filter.builder().name(name).values(value).build()));
    }

    private static InstanceNetworkInterfaceSpecification nic(
            Consumer<InstanceNetworkInterfaceSpecification.Builder> change) {
        InstanceNetworkInterfaceSpecification.Builder nic = InstanceNetworkInterfaceSpecification.builder();
        change.accept(nic);
        return nic.build();
    }

    /** An instance without an automatic address. */
    private Instance launch(AccountId account) {
        RunInstancesResponse answer = cloud.call(
                account,
                RunInstancesRequest.builder()
                        .imageId(cloud.image(account, false).value())
                        .minCount(1)
                        .maxCount(1)
                        .networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(false)))
                        .build());
        return answer.instances().getFirst();
    }

    private static String code(ThrowingCallable call) {
        ApiException refused = catchThrowableOfType(ApiException.class, call);
        assertThat(refused).as("the call must be refused").isNotNull();
        return refused.error().code();
    }

    private String releaseCode(AccountId account, Consumer<ReleaseAddressRequest.Builder> change) {
        ReleaseAddressRequest.Builder request = ReleaseAddressRequest.builder();
        change.accept(request);
        return code(() -> cloud.call(account, request.build()));
    }

    private String associateCode(Consumer<AssociateAddressRequest.Builder> change) {
        return code(() -> associate(change));
    }

    private String disassociateCode(AccountId account, Consumer<DisassociateAddressRequest.Builder> change) {
        DisassociateAddressRequest.Builder request = DisassociateAddressRequest.builder();
        change.accept(request);
        return code(() -> cloud.call(account, request.build()));
    }

    @Test
    void terraformsTrap4IdsHaveTheirPrefixAndWhatIsGoneIsExactlyNotFound() {
        AllocateAddressResponse allocated = allocate(TestingCalls.ALICE, request -> request.domain("vpc"));
        assertThat(allocated.allocationId()).matches("eipalloc-[0-9a-f]{17}");
        assertThat(allocated.domainAsString()).isEqualTo("vpc");
        assertThat(allocated.publicIp()).isEqualTo("203.0.113.9");
        String association = associate(request -> request.allocationId(allocated.allocationId())
                        .instanceId(launch(TestingCalls.ALICE).instanceId()))
                .associationId();
        assertThat(association).matches("eipassoc-[0-9a-f]{17}");
        cloud.call(
                DisassociateAddressRequest.builder().associationId(association).build());
        assertThat(disassociateCode(TestingCalls.ALICE, request -> request.associationId(association)))
                .isEqualTo("InvalidAssociationID.NotFound");
        cloud.call(ReleaseAddressRequest.builder()
                .allocationId(allocated.allocationId())
                .build());
        assertThat(releaseCode(TestingCalls.ALICE, request -> request.allocationId(allocated.allocationId())))
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(code(() -> describe(TestingCalls.ALICE, r -> r.allocationIds(allocated.allocationId()))))
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(code(() -> describe(TestingCalls.ALICE, r -> r.publicIps(allocated.publicIp()))))
                .isEqualTo("InvalidAddress.NotFound");
        assertThat(code(() -> cloud.call(DescribeAddressesAttributeRequest.builder()
                        .allocationIds(allocated.allocationId())
                        .attribute("domain-name")
                        .build())))
                .isEqualTo("InvalidAllocationID.NotFound");
    }

    @Test
    void oneAddressIsAskedForAndTheDomainOfClassicIsTaken() {
        AllocateAddressResponse one = allocate(
                TestingCalls.ALICE, request -> request.domain("standard").address("203.0.113.14"));
        assertThat(one.publicIp()).isEqualTo("203.0.113.14");
        assertThat(one.domainAsString()).isEqualTo("vpc");
        assertThat(one.networkBorderGroup()).isEqualTo("us-east-1");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.address("203.0.113.14"))))
                .isEqualTo("InvalidIPAddress.InUse");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.address("203.0.113.15"))))
                .isEqualTo("InvalidAddress.NotFound");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.address("nonsense"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.domain("moon"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.publicIpv4Pool("mine"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.networkBorderGroup("mars-1"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> request.ipamPoolId("ipam-pool-1"))))
                .isEqualTo("Unsupported");
    }

    @Test
    void limitsAreToldByTheirCodes() throws SQLException {
        for (int i = 0; i < 4; i++) {
            allocate();
        }
        assertThat(code(this::allocate)).isEqualTo("AddressLimitExceeded");
        allocate(TestingCalls.BOB, request -> {});
        allocate(TestingCalls.BOB, request -> {});
        assertThat(code(() -> allocate(TestingCalls.BOB, request -> {}))).isEqualTo("InsufficientAddressCapacity");
        try (TestingCloud none = new TestingCloud()) {
            ApiException refused = catchThrowableOfType(
                    ApiException.class,
                    () -> none.call(AllocateAddressRequest.builder().build()));
            assertThat(refused.error().code()).isEqualTo("InsufficientAddressCapacity");
            assertThat(refused).hasMessageContaining("VNET_PUBLICIPS");
        }
    }

    @Test
    void aStrangerNeitherSeesNorChangesAnAddress() {
        AllocateAddressResponse hers = allocate();
        Instance instance = launch(TestingCalls.ALICE);
        String association = associate(
                        request -> request.publicIp(hers.publicIp()).instanceId(instance.instanceId()))
                .associationId();
        AccountId bob = TestingCalls.BOB;
        assertThat(describe(bob, request -> {})).isEmpty();
        assertThat(code(() -> describe(bob, request -> request.publicIps(hers.publicIp()))))
                .isEqualTo("InvalidAddress.NotFound");
        assertThat(releaseCode(bob, request -> request.publicIp(hers.publicIp())))
                .isEqualTo("AuthFailure");
        assertThat(releaseCode(bob, request -> request.allocationId(hers.allocationId())))
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(disassociateCode(bob, request -> request.publicIp(hers.publicIp())))
                .isEqualTo("AuthFailure");
        assertThat(disassociateCode(bob, request -> request.associationId(association)))
                .isEqualTo("InvalidAssociationID.NotFound");
        AllocateAddressResponse his = allocate(bob, request -> {});
        assertThat(code(() -> cloud.call(
                        bob,
                        AssociateAddressRequest.builder()
                                .allocationId(his.allocationId())
                                .instanceId(instance.instanceId())
                                .build())))
                .as("his address, her instance")
                .isEqualTo("InvalidInstanceID.NotFound");
        String hisInstance = launch(bob).instanceId();
        assertThat(code(() -> cloud.call(
                        bob,
                        AssociateAddressRequest.builder()
                                .allocationId(hers.allocationId())
                                .instanceId(hisInstance)
                                .build())))
                .as("her address, his instance")
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(filtered("instance-id", instance.instanceId())).hasSize(1);
    }

    @Test
    void whatIsEmptyInARequestIsNotWhatPoliciesAreAskedAbout() {
        AssociateAddressRequest request = AssociateAddressRequest.builder()
                .allocationId("")
                .publicIp("203.0.113.1")
                .instanceId("")
                .networkInterfaceId("eni-00000000000000001")
                .build();
        String arn = "arn:aws:ec2:us-east-1:" + TestingCalls.ALICE + ":";
        assertThat(cloud.table
                        .find("AssociateAddress")
                        .resources(cloud.context(TestingCalls.ALICE, "AssociateAddress"), request))
                .containsExactly(arn + "elastic-ip/203.0.113.1", arn + "network-interface/eni-00000000000000001");
    }

    @Test
    void anAddressIsMovedReplacedAndKept() {
        AllocateAddressResponse first = allocate();
        AllocateAddressResponse second = allocate();
        Instance one = launch(TestingCalls.ALICE);
        Instance two = launch(TestingCalls.ALICE);
        String association = associate(
                        request -> request.allocationId(first.allocationId()).instanceId(one.instanceId()))
                .associationId();
        assertThat(associate(request -> request.allocationId(first.allocationId())
                                .instanceId(one.instanceId())
                                .allowReassociation(false))
                        .associationId())
                .as("again")
                .isEqualTo(association);
        assertThat(releaseCode(TestingCalls.ALICE, request -> request.allocationId(first.allocationId())))
                .isEqualTo("InvalidIPAddress.InUse");
        assertThat(associateCode(request -> request.allocationId(first.allocationId())
                        .instanceId(two.instanceId())
                        .allowReassociation(false)))
                .as("the address leads elsewhere")
                .isEqualTo("Resource.AlreadyAssociated");
        assertThat(associateCode(request -> request.allocationId(second.allocationId())
                        .instanceId(one.instanceId())
                        .allowReassociation(false)))
                .as("the instance has another address")
                .isEqualTo("Resource.AlreadyAssociated");
        String moved = associate(request -> request.allocationId(first.allocationId())
                        .networkInterfaceId("eni-" + two.instanceId().substring(2))
                        .privateIpAddress(two.privateIpAddress()))
                .associationId();
        assertThat(moved).isNotEqualTo(association);
        assertThat(filtered("instance-id", one.instanceId())).isEmpty();
        associate(request -> request.allocationId(second.allocationId()).instanceId(two.instanceId()));
        assertThat(describe(TestingCalls.ALICE, request -> request.allocationIds(first.allocationId())))
                .singleElement()
                .satisfies(replaced -> {
                    assertThat(replaced.instanceId()).isNull();
                    assertThat(replaced.associationId()).isNull();
                });
        cloud.call(
                DisassociateAddressRequest.builder().publicIp(second.publicIp()).build());
        cloud.call(
                DisassociateAddressRequest.builder().publicIp(second.publicIp()).build());
        assertThat(describe(TestingCalls.ALICE, request -> {}))
                .hasSize(2)
                .allSatisfy(address -> assertThat(address.instanceId()).isNull());
    }

    @Test
    void whatCannotBeAssociatedIsRefusedByItsCode() {
        String id = allocate().allocationId();
        Instance instance = launch(TestingCalls.ALICE);
        assertThat(associateCode(request -> request.instanceId(instance.instanceId())))
                .isEqualTo("MissingParameter");
        assertThat(associateCode(request -> request.allocationId(id))).isEqualTo("MissingParameter");
        assertThat(associateCode(request -> request.allocationId(id)
                        .instanceId(instance.instanceId())
                        .networkInterfaceId("eni-" + instance.instanceId().substring(2))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(associateCode(request ->
                        request.allocationId(id).publicIp("203.0.113.9").instanceId(instance.instanceId())))
                .isEqualTo("InvalidParameterCombination");
        assertThat(associateCode(request -> request.allocationId(NO_ALLOCATION).instanceId(instance.instanceId())))
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(associateCode(request -> request.allocationId("nonsense").instanceId(instance.instanceId())))
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(associateCode(request -> request.publicIp("203.0.113.13").instanceId(instance.instanceId())))
                .isEqualTo("InvalidAddress.NotFound");
        assertThat(associateCode(request -> request.allocationId(id).instanceId("i-00000000000000001")))
                .isEqualTo("InvalidInstanceID.NotFound");
        assertThat(associateCode(request -> request.allocationId(id).instanceId("nonsense")))
                .isEqualTo("InvalidInstanceID.Malformed");
        assertThat(associateCode(request -> request.allocationId(id).networkInterfaceId("eni-00000000000000001")))
                .isEqualTo("InvalidNetworkInterfaceID.NotFound");
        assertThat(associateCode(request -> request.allocationId(id).networkInterfaceId("eni-x")))
                .isEqualTo("InvalidNetworkInterfaceId.Malformed");
        assertThat(associateCode(request -> request.allocationId(id).networkInterfaceId("i-00000000000000001")))
                .isEqualTo("InvalidNetworkInterfaceId.Malformed");
        assertThat(associateCode(request -> request.allocationId(id)
                        .instanceId(instance.instanceId())
                        .privateIpAddress("10.9.9.9")))
                .isEqualTo("InvalidParameterValue");
        cloud.call(TerminateInstancesRequest.builder()
                .instanceIds(instance.instanceId())
                .build());
        assertThat(associateCode(request -> request.allocationId(id).instanceId(instance.instanceId())))
                .isEqualTo("InvalidInstanceID");
        AccountId alice = TestingCalls.ALICE;
        assertThat(releaseCode(alice, request -> {})).isEqualTo("MissingParameter");
        assertThat(releaseCode(alice, request -> request.allocationId(id).publicIp("203.0.113.9")))
                .isEqualTo("InvalidParameterCombination");
        assertThat(releaseCode(alice, request -> request.publicIp("203.0.113.13")))
                .isEqualTo("InvalidAddress.NotFound");
        assertThat(disassociateCode(alice, request -> {})).isEqualTo("MissingParameter");
        assertThat(disassociateCode(
                        alice, request -> request.associationId(NO_ASSOCIATION).publicIp("203.0.113.9")))
                .isEqualTo("InvalidParameterCombination");
        assertThat(disassociateCode(alice, request -> request.associationId("nonsense")))
                .isEqualTo("InvalidAssociationID.NotFound");
    }

    @Test
    void addressesAreDescribedFilteredAndTagged() {
        String plain = allocate().publicIp();
        AllocateAddressResponse used = allocate(
                TestingCalls.ALICE,
                request -> request.tagSpecifications(TagSpecification.builder()
                        .resourceType("elastic-ip")
                        .tags(Tag.builder().key("Name").value("web").build())
                        .build()));
        Instance instance = launch(TestingCalls.ALICE);
        String eni = "eni-" + instance.instanceId().substring(2);
        String association = associate(
                        request -> request.allocationId(used.allocationId()).instanceId(instance.instanceId()))
                .associationId();
        assertThat(describe(TestingCalls.ALICE, request -> request.publicIps(used.publicIp())))
                .singleElement()
                .isEqualTo(Address.builder()
                        .publicIp(used.publicIp())
                        .allocationId(used.allocationId())
                        .associationId(association)
                        .domain("vpc")
                        .publicIpv4Pool("amazon")
                        .networkBorderGroup("us-east-1")
                        .instanceId(instance.instanceId())
                        .networkInterfaceId(eni)
                        .networkInterfaceOwnerId(TestingCalls.ALICE.value())
                        .privateIpAddress(instance.privateIpAddress())
                        .tags(Tag.builder().key("Name").value("web").build())
                        .build());
        for (List<String> filter : List.of(
                List.of("allocation-id", used.allocationId()),
                List.of("association-id", association),
                List.of("instance-id", instance.instanceId()),
                List.of("network-interface-id", eni),
                List.of("network-interface-owner-id", TestingCalls.ALICE.value()),
                List.of("private-ip-address", instance.privateIpAddress()),
                List.of("public-ip", used.publicIp()),
                List.of("tag:Name", "w*"),
                List.of("tag-key", "Name"))) {
            assertThat(filtered(filter.getFirst(), filter.getLast()))
                    .as(filter.getFirst())
                    .extracting(Address::publicIp)
                    .containsExactly(used.publicIp());
        }
        assertThat(filtered("domain", "vpc"))
                .extracting(Address::publicIp)
                .containsExactlyInAnyOrder(plain, used.publicIp());
        assertThat(filtered("network-border-group", "us-east-1")).hasSize(2);
        assertThat(code(() -> filtered("colour", "red"))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void tagsComeAndGoWithTheAddress() {
        AllocateAddressResponse kept = allocate();
        AllocateAddressResponse released = allocate();
        for (AllocateAddressResponse address : List.of(kept, released)) {
            cloud.call(CreateTagsRequest.builder()
                    .resources(address.allocationId())
                    .tags(Tag.builder().key("spare").value("").build())
                    .build());
        }
        cloud.call(ReleaseAddressRequest.builder()
                .allocationId(released.allocationId())
                .build());
        DescribeTagsResponse tags = cloud.call(DescribeTagsRequest.builder().build());
        assertThat(tags.tags()).singleElement().satisfies(tag -> {
            assertThat(tag.resourceId()).isEqualTo(kept.allocationId());
            assertThat(tag.resourceTypeAsString()).isEqualTo("elastic-ip");
        });
        assertThat(code(() -> cloud.call(CreateTagsRequest.builder()
                        .resources(released.allocationId())
                        .tags(Tag.builder().key("late").value("").build())
                        .build())))
                .isEqualTo("InvalidAllocationID.NotFound");
    }

    @Test
    void theAttributeIsAnsweredForEachAddressWithoutAName() {
        List<String> ids = List.of(allocate().allocationId(), allocate().allocationId());
        DescribeAddressesAttributeResponse one = cloud.call(DescribeAddressesAttributeRequest.builder()
                .allocationIds(ids.getFirst())
                .attribute("domain-name")
                .build());
        assertThat(one.addresses()).singleElement().satisfies(item -> {
            assertThat(item.allocationId()).isEqualTo(ids.getFirst());
            assertThat(item.publicIp()).isEqualTo("203.0.113.9");
            assertThat(item.ptrRecord()).isNull();
        });
        DescribeAddressesAttributeResponse first = cloud.call(
                DescribeAddressesAttributeRequest.builder().maxResults(1).build());
        DescribeAddressesAttributeResponse second = cloud.call(DescribeAddressesAttributeRequest.builder()
                .maxResults(1)
                .nextToken(first.nextToken())
                .build());
        assertThat(second.nextToken()).isNull();
        assertThat(List.of(first.addresses().getFirst(), second.addresses().getFirst()))
                .extracting(AddressAttribute::allocationId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(code(() -> cloud.call(DescribeAddressesAttributeRequest.builder()
                        .attribute("colour")
                        .build())))
                .isEqualTo("InvalidParameterValue");
    }
}
