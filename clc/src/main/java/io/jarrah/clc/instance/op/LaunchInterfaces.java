package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.Ec2Error;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * The network interface of a launch: instances have one. A request may describe it as {@code NetworkInterface.1}, which is how clients
 * ask for a public address, or not; what it says of subnet, groups and private address means the same as the request's own parameters.
 */
final class LaunchInterfaces {
    private LaunchInterfaces() {}

    /** The request with what it says of its interface as its own parameters. */
    static RunInstancesRequest flattened(RunInstancesRequest request) {
        if (request.networkInterfaces().isEmpty()) {
            return request;
        }
        if (request.networkInterfaces().size() > 1) {
            throw unsupported("more than one network interface");
        }
        InstanceNetworkInterfaceSpecification primary =
                request.networkInterfaces().getFirst();
        refuseUnsupported(primary);
        if (!isEmpty(request.subnetId())
                || !isEmpty(request.privateIpAddress())
                || !request.securityGroupIds().isEmpty()
                || !request.securityGroups().isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "Network interfaces and an instance-level subnet ID, security groups or private address may not"
                            + " be specified on the same request");
        }
        return request.toBuilder()
                .networkInterfaces(List.of())
                .subnetId(primary.subnetId())
                .privateIpAddress(primary.privateIpAddress())
                .securityGroupIds(primary.groups())
                .build();
    }

    /** Whether the request wants a public address; empty when it does not say, which gives one while there are some. */
    static Optional<Boolean> publicAddress(RunInstancesRequest request) {
        return request.networkInterfaces().stream()
                .findFirst()
                .map(InstanceNetworkInterfaceSpecification::associatePublicIpAddress);
    }

    private static void refuseUnsupported(InstanceNetworkInterfaceSpecification primary) {
        Integer device = primary.deviceIndex();
        if (device == null) {
            throw Ec2Error.MISSING_PARAMETER.because(
                    "The request must contain the parameter NetworkInterface.1.DeviceIndex");
        }
        if (device != 0) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + device + ") for parameter deviceIndex is invalid. Instances have one interface, 0.");
        }
        if (!isEmpty(primary.networkInterfaceId())) {
            throw unsupported("a network interface made before the launch");
        }
        Integer secondary = primary.secondaryPrivateIpAddressCount();
        boolean more = (secondary != null && secondary > 0)
                || !primary.privateIpAddresses().isEmpty();
        if (more) {
            throw unsupported("several private addresses");
        }
        Integer ipv6 = primary.ipv6AddressCount();
        if ((ipv6 != null && ipv6 > 0) || !primary.ipv6Addresses().isEmpty()) {
            throw unsupported("IPv6");
        }
        if (Boolean.FALSE.equals(primary.deleteOnTermination())) {
            throw unsupported("a network interface that outlives its instance");
        }
    }

    private static RuntimeException unsupported(String what) {
        return Ec2Error.UNSUPPORTED.because("The requested configuration is currently not supported: " + what + ".");
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
