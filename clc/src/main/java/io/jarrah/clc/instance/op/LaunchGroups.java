package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.SecurityGroupRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * The security groups a launch asks for; the default group when it names none.
 *
 * @param ids given by id, sorted
 * @param names given by name, sorted
 */
record LaunchGroups(List<String> ids, List<String> names) {
    LaunchGroups {
        ids = List.copyOf(ids);
        names = List.copyOf(names);
    }

    /**
     * As the request has them: by id and by name for the instance, or by id for its one network interface.
     *
     * @throws ApiException InvalidParameterCombination for both, Unsupported for what else an interface could be
     */
    static LaunchGroups of(RunInstancesRequest request) {
        if (request.networkInterfaces().isEmpty()) {
            return new LaunchGroups(sorted(request.securityGroupIds()), sorted(request.securityGroups()));
        }
        if (!request.securityGroupIds().isEmpty() || !request.securityGroups().isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("Network interfaces and an instance-level security"
                    + " groups may not be specified on the same request");
        }
        if (request.networkInterfaces().size() > 1) {
            throw unsupported("more than one network interface");
        }
        InstanceNetworkInterfaceSpecification asked =
                request.networkInterfaces().getFirst();
        requireTheUsual(asked);
        return new LaunchGroups(sorted(asked.groups()), List.of());
    }

    /** An instance has the one interface it has; what a caller would miss of another is refused. */
    private static void requireTheUsual(InstanceNetworkInterfaceSpecification asked) {
        if (asked.deviceIndex() == null) {
            throw Ec2Error.MISSING_PARAMETER.because("Each network interface requires a device index.");
        }
        if (asked.deviceIndex() != 0) {
            throw unsupported("a network interface of device index " + asked.deviceIndex());
        }
        if (given(asked.networkInterfaceId())) {
            throw Ec2Error.INVALID_NETWORK_INTERFACE_ID_NOT_FOUND.because(
                    "The networkInterface ID '" + asked.networkInterfaceId() + "' does not exist");
        }
        if (given(asked.subnetId())) {
            throw Ec2Error.INVALID_SUBNET_ID_NOT_FOUND.because(
                    "The subnet ID '" + asked.subnetId() + "' does not exist");
        }
        if (given(asked.privateIpAddress())
                || !asked.privateIpAddresses().isEmpty()
                || positive(asked.secondaryPrivateIpAddressCount())) {
            throw unsupported("a private address given at launch");
        }
        if (positive(asked.ipv6AddressCount()) || !asked.ipv6Addresses().isEmpty()) {
            throw unsupported("IPv6");
        }
        if (Boolean.TRUE.equals(asked.associatePublicIpAddress())) {
            throw unsupported("a public address given at launch");
        }
        if (Boolean.FALSE.equals(asked.deleteOnTermination())) {
            throw unsupported("a network interface that outlives its instance");
        }
    }

    List<SecurityGroupRef> resolve(Session session, CallContext context, GroupLookup lookup) {
        return lookup.forInstance(session, context, ids, names);
    }

    /** Their part of the order's digest; empty for none, as in orders of before groups could be named. */
    String digested() {
        return ids.isEmpty() && names.isEmpty() ? "" : "\u0000" + ids + names;
    }

    private static List<String> sorted(Collection<String> given) {
        SortedSet<String> sorted = new TreeSet<>(given);
        sorted.remove("");
        return new ArrayList<>(sorted);
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static boolean positive(@Nullable Integer value) {
        return value != null && value > 0;
    }

    private static ApiException unsupported(String what) {
        return Ec2Error.UNSUPPORTED.because("The requested configuration is currently not supported: " + what + ".");
    }
}
