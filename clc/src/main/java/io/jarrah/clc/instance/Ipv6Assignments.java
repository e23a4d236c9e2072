package io.jarrah.clc.instance;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.net.Ipv6Address;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hibernate.Session;

/**
 * Which IPv6 addresses instances can have. Two transactions that would give the same one collide on a unique constraint, and the later one
 * starts over.
 */
public final class Ipv6Assignments {
    private Ipv6Assignments() {}

    /** Passes a number of addresses of one interface: none or one. */
    public static void requireOne(int count) {
        if (count < 0 || count > 1) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + count
                            + ") for parameter ipv6AddressCount is invalid. An instance of this cloud has one IPv6 address at most.");
        }
    }

    /** The prefix of a network, where it has one. */
    public static Ipv6Prefix required(Optional<Ipv6Prefix> prefix) {
        return prefix.orElseThrow(() -> Ec2Error.UNSUPPORTED.because(
                "The requested configuration is currently not supported: the subnet has no IPv6 CIDR block."));
    }

    /** Any one: of so many that hardly anybody ever gets one that another had. */
    public static String random(Ipv6Prefix prefix, RandomGenerator random) {
        while (true) {
            Ipv6Address address = prefix.address(random.nextLong());
            if (prefix.isForInstances(address)) {
                return address.toString();
            }
        }
    }

    /**
     * The address in canonical form.
     *
     * @throws io.jarrah.clc.action.ApiException InvalidParameterValue when it is none of the prefix' for instances, InvalidIPAddress.InUse when
     *     another instance has it
     */
    public static String requireFree(Session session, Ipv6Prefix prefix, String asked) {
        String shown = asked.length() > 64 ? asked.substring(0, 64) + "…" : asked;
        Ipv6Address address = Ipv6Address.parse(asked)
                .orElseThrow(() ->
                        Ec2Error.INVALID_PARAMETER_VALUE.because("invalid value for parameter ipv6Address: " + shown));
        if (!prefix.contains(address)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Address " + shown + " does not fall within the subnet's address range " + prefix);
        }
        if (!prefix.isForInstances(address)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Address " + shown + " is in subnet's reserved address range");
        }
        if (Instances.hasIpv6(session, address.toString())) {
            throw Ec2Error.INVALID_IP_ADDRESS_IN_USE.because("Address " + shown + " is in use.");
        }
        return address.toString();
    }
}
