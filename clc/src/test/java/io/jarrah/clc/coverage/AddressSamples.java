package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The samples of public addresses, for {@link ActionSamples}. */
final class AddressSamples {
    private static final String NO_ALLOCATION = "eipalloc-00000000000000001";
    private static final String NO_ASSOCIATION = "eipassoc-00000000000000001";

    private AddressSamples() {}

    static void addTo(Map<String, ActionSample> samples) {
        samples.put("AllocateAddress", allocate());
        samples.put("ReleaseAddress", release());
        samples.put("AssociateAddress", associate());
        samples.put("DisassociateAddress", disassociate());
        samples.put("DescribeAddresses", describe());
        samples.put("DescribeAddressesAttribute", describeAttribute());
    }

    private static ActionSample allocate() {
        return new ActionSample(
                w -> assertThat(w.alice.allocateAddress(r -> r.domain("vpc"))).satisfies(answer -> {
                    assertThat(answer.publicIp()).startsWith("203.0.113.");
                    assertThat(answer.allocationId()).startsWith("eipalloc-");
                }),
                w -> assertThat(w.bob.allocateAddress().publicIp())
                        .isNotEqualTo(w.alice.allocateAddress().publicIp()),
                w -> () -> w.alice.allocateAddress(r -> r.address("198.51.100.1")),
                "InvalidAddress.NotFound");
    }

    private static ActionSample release() {
        return new ActionSample(
                w -> {
                    String id = w.alice.allocateAddress().allocationId();
                    w.alice.releaseAddress(r -> r.allocationId(id));
                    assertThat(World.code(() -> w.alice.releaseAddress(r -> r.allocationId(id))))
                            .isEqualTo("InvalidAllocationID.NotFound");
                },
                w -> {
                    AllocateAddressResponse hers = w.alice.allocateAddress();
                    assertThat(World.code(() -> w.bob.releaseAddress(r -> r.allocationId(hers.allocationId()))))
                            .isEqualTo("InvalidAllocationID.NotFound");
                    assertThat(World.code(() -> w.bob.releaseAddress(r -> r.publicIp(hers.publicIp()))))
                            .isEqualTo("AuthFailure");
                },
                w -> () -> w.alice.releaseAddress(r -> r.allocationId(NO_ALLOCATION)),
                "InvalidAllocationID.NotFound");
    }

    private static ActionSample associate() {
        return new ActionSample(
                w -> {
                    AllocateAddressResponse address = w.alice.allocateAddress();
                    assertThat(w.alice
                                    .associateAddress(r -> r.allocationId(address.allocationId())
                                            .instanceId(w.instance))
                                    .associationId())
                            .startsWith("eipassoc-");
                    assertThat(w.alice
                                    .describeInstances(r -> r.instanceIds(w.instance))
                                    .reservations()
                                    .getFirst()
                                    .instances()
                                    .getFirst())
                            .satisfies(instance -> {
                                assertThat(instance.publicIpAddress()).isEqualTo(address.publicIp());
                                assertThat(instance.publicDnsName())
                                        .isEqualTo("ec2-" + address.publicIp().replace('.', '-')
                                                + ".compute-1.amazonaws.com");
                            });
                },
                w -> {
                    String his = w.bob.allocateAddress().allocationId();
                    assertThat(World.code(() -> w.bob.associateAddress(
                                    r -> r.allocationId(his).instanceId(w.instance))))
                            .isEqualTo("InvalidInstanceID.NotFound");
                },
                w -> () -> w.alice.associateAddress(
                        r -> r.allocationId(NO_ALLOCATION).instanceId(w.instance)),
                "InvalidAllocationID.NotFound");
    }

    private static ActionSample disassociate() {
        return new ActionSample(
                w -> {
                    String association = associated(w);
                    w.alice.disassociateAddress(r -> r.associationId(association));
                    assertThat(w.alice
                                    .describeAddresses(r -> r.filters(Filter.builder()
                                            .name("association-id")
                                            .values(association)
                                            .build()))
                                    .addresses())
                            .isEmpty();
                },
                w -> {
                    String association = associated(w);
                    assertThat(World.code(() -> w.bob.disassociateAddress(r -> r.associationId(association))))
                            .isEqualTo("InvalidAssociationID.NotFound");
                },
                w -> () -> w.alice.disassociateAddress(r -> r.associationId(NO_ASSOCIATION)),
                "InvalidAssociationID.NotFound");
    }

    private static String associated(World w) {
        String allocation = w.alice.allocateAddress().allocationId();
        return w.alice
                .associateAddress(r -> r.allocationId(allocation).instanceId(w.instance))
                .associationId();
    }

    private static ActionSample describe() {
        return new ActionSample(
                w -> {
                    String id = w.alice.allocateAddress().allocationId();
                    assertThat(w.alice
                                    .describeAddresses(r -> r.allocationIds(id))
                                    .addresses())
                            .singleElement()
                            .satisfies(address ->
                                    assertThat(address.domainAsString()).isEqualTo("vpc"));
                },
                w -> {
                    AllocateAddressResponse hers = w.alice.allocateAddress();
                    assertThat(World.code(() -> w.bob.describeAddresses(r -> r.allocationIds(hers.allocationId()))))
                            .isEqualTo("InvalidAllocationID.NotFound");
                    assertThat(w.bob.describeAddresses().addresses())
                            .noneSatisfy(his -> assertThat(his.publicIp()).isEqualTo(hers.publicIp()));
                },
                w -> () -> w.alice.describeAddresses(r -> r.publicIps("203.0.113.255")),
                "InvalidAddress.NotFound");
    }

    private static ActionSample describeAttribute() {
        return new ActionSample(
                w -> {
                    String id = w.alice.allocateAddress().allocationId();
                    assertThat(w.alice
                                    .describeAddressesAttribute(
                                            r -> r.allocationIds(id).attribute("domain-name"))
                                    .addresses())
                            .singleElement()
                            .satisfies(item -> {
                                assertThat(item.allocationId()).isEqualTo(id);
                                assertThat(item.ptrRecord()).isNull();
                            });
                },
                w -> {
                    String hers = w.alice.allocateAddress().allocationId();
                    assertThat(World.code(() -> w.bob.describeAddressesAttribute(r -> r.allocationIds(hers))))
                            .isEqualTo("InvalidAllocationID.NotFound");
                },
                w -> () -> w.alice.describeAddressesAttribute(
                        r -> r.allocationIds(NO_ALLOCATION).attribute("domain-name")),
                "InvalidAllocationID.NotFound");
    }
}
