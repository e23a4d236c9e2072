package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.network.AddressMode;
import io.jarrah.clc.network.HostAddress;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import java.util.List;
import java.util.Set;

/** Chooses the private addresses of a launch: the one asked for, or the lowest free ones. */
final class LaunchAddresses {
    private LaunchAddresses() {}

    /**
     * As many addresses as are free, at most {@code most}.
     *
     * @param taken those in use in the network
     * @throws ApiException when the address asked for cannot be had, or fewer are free than the launch needs
     */
    static List<HostAddress> choose(
            NetworkPlan plan, NetworkEntity network, Set<String> taken, LaunchOrder order, int most) {
        if (order.nic().privateIp().isPresent()) {
            String asked = order.nic().privateIp().get();
            return List.of(plan.host(requireFree(plan, network, taken, asked)));
        }
        List<HostAddress> addresses = plan.lowestFree(network.slice(), taken, most);
        if (addresses.size() < order.min()) {
            throw Ec2Error.INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET.because("There are not enough free addresses in"
                    + " network " + network.cidr() + " to satisfy the requested number of instances: "
                    + addresses.size() + " of " + order.min() + ".");
        }
        return addresses;
    }

    private static String requireFree(NetworkPlan plan, NetworkEntity network, Set<String> taken, String address) {
        if (plan.mode() == AddressMode.SYSTEM) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("A private address cannot be asked for: in this cloud"
                    + " (VNET_MODE=\"SYSTEM\") the DHCP server of the site chooses it.");
        }
        if (!plan.contains(network.slice(), address)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Address " + address + " does not fall within the subnet's address range " + network.cidr());
        }
        if (!plan.isHost(network.slice(), address)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Address " + address + " is in subnet's reserved address range");
        }
        if (taken.contains(address)) {
            throw Ec2Error.INVALID_IP_ADDRESS_IN_USE.because("Address " + address + " is in use.");
        }
        return address;
    }
}
