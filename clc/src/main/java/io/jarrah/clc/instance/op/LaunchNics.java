package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceIpv6Address;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Reads what a RunInstances request says of the network interface: SubnetId, PrivateIpAddress and IPv6 addresses, at the top or in
 * {@code NetworkInterface.1}. An instance has one interface, which is made with it and goes with it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html">InstanceNetworkInterfaceSpecification</a>
 */
final class LaunchNics {
    private static final int MAX_DESCRIPTION = 255;

    private LaunchNics() {}

    /**
     * What the request asks of the interface.
     *
     * @param max MaxCount
     * @param tags of the interface
     */
    static LaunchNic of(RunInstancesRequest request, int max, Map<String, String> tags) {
        Optional<String> subnet = RequestTexts.present(request.subnetId());
        Optional<String> address = RequestTexts.present(request.privateIpAddress());
        Optional<String> description = Optional.empty();
        LaunchIpv6 ipv6 = LaunchIpv6.of(request.ipv6AddressCount(), addresses(request.ipv6Addresses()), max);
        List<InstanceNetworkInterfaceSpecification> nics = request.networkInterfaces();
        if (!nics.isEmpty()) {
            refuseTwice(subnet, "subnet ID");
            refuseTwice(address, "private address");
            refuseTwice(ipv6.wanted().map(wanted -> "IPv6"), "IPv6 address");
            if (nics.size() > 1) {
                throw Ec2Error.ATTACHMENT_LIMIT_EXCEEDED.because("Interface count " + nics.size()
                        + " exceeds the limit: an instance of this cloud has one network interface.");
            }
            InstanceNetworkInterfaceSpecification nic = nics.getFirst();
            refuseUnsupported(nic);
            subnet = RequestTexts.present(nic.subnetId());
            address = address(nic);
            ipv6 = LaunchIpv6.of(nic.ipv6AddressCount(), addresses(nic.ipv6Addresses()), max);
            description = RequestTexts.present(nic.description()).map(LaunchNics::description);
        }
        address.ifPresent(LaunchNics::requireAddress);
        if (address.isPresent() && max > 1) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "A private address can be given only when one instance is launched; MaxCount is " + max + ".");
        }
        return new LaunchNic(subnet, address, description, tags, ipv6);
    }

    /** Whether the request wants a public address; empty when it does not say, which gives one while there are some. */
    static Optional<Boolean> publicAddress(RunInstancesRequest request) {
        return request.networkInterfaces().stream()
                .findFirst()
                .map(InstanceNetworkInterfaceSpecification::associatePublicIpAddress);
    }

    private static void refuseUnsupported(InstanceNetworkInterfaceSpecification nic) {
        LaunchOrders.refuse(
                RequestTexts.present(nic.networkInterfaceId()).isPresent(),
                "an existing network interface; an interface is made with its instance");
        Integer index = nic.deviceIndex();
        if (index == null) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Each network interface requires a device index.");
        }
        if (index != 0) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + index
                    + ") for parameter deviceIndex is invalid. The one network interface of an instance is device 0.");
        }
        LaunchOrders.refuse(
                Boolean.FALSE.equals(nic.deleteOnTermination()), "a network interface that outlives its instance");
        String type = nic.interfaceType();
        LaunchOrders.refuse(type != null && !type.isEmpty() && !type.equals("interface"), "interface type " + type);
        LaunchOrders.refuse(isAsked(nic.networkCardIndex()), "a second network card");
        LaunchOrders.refuse(Boolean.TRUE.equals(nic.associateCarrierIpAddress()), "carrier addresses");
        LaunchOrders.refuse(
                !nic.ipv6Prefixes().isEmpty() || isAsked(nic.ipv6PrefixCount()), "prefixes of IPv6 addresses");
        LaunchOrders.refuse(!nic.ipv4Prefixes().isEmpty() || isAsked(nic.ipv4PrefixCount()), "address prefixes");
        if (isAsked(nic.secondaryPrivateIpAddressCount())
                || nic.privateIpAddresses().size() > 1) {
            throw Ec2Error.PRIVATE_IP_ADDRESS_LIMIT_EXCEEDED.because(
                    "An instance of this cloud has one private address; secondary ones cannot be had.");
        }
    }

    private static List<String> addresses(List<InstanceIpv6Address> asked) {
        return asked.stream()
                .map(one -> RequestTexts.present(one.ipv6Address()).orElse(""))
                .toList();
    }

    private static boolean isAsked(@Nullable Integer number) {
        return number != null && number > 0;
    }

    /** PrivateIpAddresses.1 says the same as PrivateIpAddress. */
    private static Optional<String> address(InstanceNetworkInterfaceSpecification nic) {
        Optional<String> listed = nic.privateIpAddresses().stream()
                .flatMap(one -> RequestTexts.present(one.privateIpAddress()).stream())
                .findFirst();
        Optional<String> plain = RequestTexts.present(nic.privateIpAddress());
        if (listed.isPresent() && plain.isPresent() && !listed.equals(plain)) {
            throw Ec2Error.PRIVATE_IP_ADDRESS_LIMIT_EXCEEDED.because(
                    "An instance of this cloud has one private address; two are given.");
        }
        return plain.or(() -> listed);
    }

    private static String description(String text) {
        if (text.length() > MAX_DESCRIPTION) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "The description of a network interface has up to " + MAX_DESCRIPTION + " characters.");
        }
        return text;
    }

    private static void requireAddress(String address) {
        if (Ipv4Prefix.address(address).isEmpty()) {
            String shown = address.length() > 64 ? address.substring(0, 64) + "…" : address;
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("invalid value for parameter address: " + shown);
        }
    }

    private static void refuseTwice(Optional<String> given, String what) {
        if (given.isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "Network interfaces and an instance-level " + what + " may not be specified on the same request");
        }
    }
}
