package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.instance.Ipv6Assignments;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * What a launch asks of IPv6.
 *
 * @param wanted whether each instance is to have an address, or is not to; empty leaves it to the subnet
 * @param address the one it is to have, as given; only when no more than one instance is launched
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html">InstanceNetworkInterfaceSpecification</a>
 */
record LaunchIpv6(Optional<Boolean> wanted, Optional<String> address) {
    /** An address for each instance of a launch. */
    @FunctionalInterface
    interface Source {
        /** That of the next one; empty when it is to have none. */
        Optional<String> next();
    }

    /**
     * Reads Ipv6AddressCount and Ipv6Addresses.
     *
     * @param max MaxCount
     */
    static LaunchIpv6 of(@Nullable Integer count, List<String> addresses, int max) {
        if (count != null && !addresses.isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameters ipv6AddressCount and ipv6Addresses may not be specified together");
        }
        int asked = count == null ? addresses.size() : count;
        Ipv6Assignments.requireOne(asked);
        if (!addresses.isEmpty() && max > 1) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "An IPv6 address can be given only when one instance is launched; MaxCount is " + max + ".");
        }
        return new LaunchIpv6(
                count == null && addresses.isEmpty() ? Optional.empty() : Optional.of(asked > 0),
                addresses.stream().findFirst());
    }

    /** A part of what tells a repetition from another request; nothing when nothing is asked, as before there was IPv6. */
    String digested() {
        return wanted.map(asked -> "\u0001" + asked + address.orElse("")).orElse("");
    }

    /**
     * The addresses for instances launched in that network.
     *
     * @throws io.jarrah.clc.action.ApiException Unsupported where the network has none, InvalidParameterValue or InvalidIPAddress.InUse for
     *     an address that cannot be had
     */
    Source in(Session session, NetworkPlan plan, NetworkEntity network, RandomGenerator random) {
        Optional<Ipv6Prefix> prefix = plan.cidr6(network.slice());
        if (!wanted.orElse(network.assignsIpv6() && prefix.isPresent())) {
            return Optional::empty;
        }
        Ipv6Prefix of = Ipv6Assignments.required(prefix);
        if (address.isPresent()) {
            String free = Ipv6Assignments.requireFree(session, of, address.get());
            return () -> Optional.of(free);
        }
        return () -> Optional.of(Ipv6Assignments.random(of, random));
    }
}
