package io.jarrah.clc;

import static io.jarrah.clc.action.RequestTexts.present;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.address.AddressChanges;
import io.jarrah.clc.address.AddressEntity;
import io.jarrah.clc.address.AddressHoldEntity;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.address.op.AllocateAddress;
import io.jarrah.clc.address.op.AssociateAddress;
import io.jarrah.clc.address.op.DescribeAddresses;
import io.jarrah.clc.address.op.DescribeAddressesAttribute;
import io.jarrah.clc.address.op.DisassociateAddress;
import io.jarrah.clc.address.op.ReleaseAddress;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;

/** Public addresses: their lines in the action table, and the pool that launches draw from as well. */
final class AddressWiring {
    /** The mapped classes of this part. */
    static final List<Class<?>> ENTITIES = List.of(AddressEntity.class, AddressHoldEntity.class);

    private final Database database;
    private final ApiWiring api;
    private final ClusterWakeUp wakeUp;
    private final RandomGenerator random;
    private final AddressPool pool;
    private final AddressChanges changes;

    AddressWiring(
            Database database, ApiWiring api, PublicAddressPlan plan, ClusterWakeUp wakeUp, RandomGenerator random) {
        this.database = database;
        this.api = api;
        this.wakeUp = wakeUp;
        this.random = random;
        this.pool = new AddressPool(plan, random);
        this.changes = new AddressChanges(database, plan.refusal());
    }

    /** Where launches find public addresses. */
    AddressPool pool() {
        return pool;
    }

    /** Elastic addresses can be tagged. */
    TaggableType taggable() {
        return Addresses.taggable();
    }

    /** Adds the EC2 actions of this part. */
    void addTo(ActionTable.Builder ec2) {
        ec2.serve(
                        "AllocateAddress",
                        AllocateAddressRequest.class,
                        new AllocateAddress(changes, pool, api.tags()),
                        Access.to((context, request) -> List.of(address(context, null, null))))
                .serve(
                        "ReleaseAddress",
                        ReleaseAddressRequest.class,
                        new ReleaseAddress(changes, api.tags()),
                        Access.to((context, request) ->
                                List.of(address(context, request.allocationId(), request.publicIp()))))
                .serve(
                        "AssociateAddress",
                        AssociateAddressRequest.class,
                        new AssociateAddress(changes, pool, wakeUp, random),
                        Access.to(AddressWiring::bothEnds))
                .serve(
                        "DisassociateAddress",
                        DisassociateAddressRequest.class,
                        new DisassociateAddress(changes, pool, wakeUp),
                        Access.to((context, request) -> List.of(address(context, null, request.publicIp()))))
                .serve("DescribeAddresses", DescribeAddressesRequest.class, new DescribeAddresses(database, api.tags()))
                .serve(
                        "DescribeAddressesAttribute",
                        DescribeAddressesAttributeRequest.class,
                        new DescribeAddressesAttribute(database, api.pages()));
    }

    /** A policy must allow to move the address, and to move it to the instance. */
    private static List<String> bothEnds(CallContext context, AssociateAddressRequest request) {
        String instance = present(request.instanceId())
                .map(id -> context.ec2Arn("instance", id))
                .orElseGet(() -> context.ec2Arn("network-interface", String.valueOf(request.networkInterfaceId())));
        return List.of(address(context, request.allocationId(), request.publicIp()), instance);
    }

    /** The ARN has the allocation id; by an address alone any of the account's may be meant. */
    private static String address(CallContext context, @Nullable String allocationId, @Nullable String publicIp) {
        return context.ec2Arn(
                Addresses.RESOURCE_TYPE,
                Stream.of(present(allocationId), present(publicIp))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse("*"));
    }
}
