package io.jarrah.clc.network;

import io.jarrah.common.config.CcSettings.VnetMode;
import io.jarrah.common.config.FlatNetwork;
import io.jarrah.common.config.MacMap;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The site's own network, in each zone the same for all accounts: modes STATIC and SYSTEM. */
public final class FlatPlan implements NetworkPlan {
    private static final int MTU = 1500;
    private static final int ZONES = 4096;
    private static final int IPV4_BITS = 32;
    private static final int LARGEST = 24;

    private final FlatNetwork network;
    private final Map<String, MacMap.Pair> pairs = new LinkedHashMap<>();

    public FlatPlan(FlatNetwork network) {
        this.network = network;
        network.pairs().pairs().forEach(pair -> pairs.put(pair.address(), pair));
    }

    /** What the administrator says of it. */
    public FlatNetwork network() {
        return network;
    }

    @Override
    public AddressMode mode() {
        return network.mode() == VnetMode.STATIC ? AddressMode.STATIC : AddressMode.SYSTEM;
    }

    @Override
    public String prefix() {
        return network.prefix().map(Ipv4Prefix::toString).orElse(NetworkSegment.UNKNOWN);
    }

    @Override
    public int slices() {
        return ZONES;
    }

    /** In mode SYSTEM what the prefix could hold; nobody here knows what the site's DHCP server has. */
    @Override
    public int hostsPerNetwork() {
        if (mode() == AddressMode.STATIC) {
            return pairs.size();
        }
        return network.prefix()
                .map(prefix -> (1 << Math.min(LARGEST, IPV4_BITS - prefix.length())) - 2)
                .orElse((1 << LARGEST) - 2);
    }

    @Override
    public int mtu() {
        return MTU;
    }

    @Override
    public int segment(int slice) {
        return slice + 1;
    }

    @Override
    public int sliceOf(int segment) {
        return segment - 1;
    }

    @Override
    public String cidr(int slice) {
        return prefix();
    }

    @Override
    public List<HostAddress> lowestFree(int slice, Set<String> taken, int wanted) {
        if (mode() == AddressMode.SYSTEM) {
            return Collections.nCopies(wanted, HostAddress.UNKNOWN);
        }
        return pairs.values().stream()
                .filter(pair -> !taken.contains(pair.address()))
                .limit(wanted)
                .map(FlatPlan::host)
                .toList();
    }

    @Override
    public boolean contains(int slice, String address) {
        return network.prefix()
                .flatMap(prefix -> Ipv4Prefix.address(address).filter(prefix::contains))
                .isPresent();
    }

    @Override
    public boolean isHost(int slice, String address) {
        return pairs.containsKey(address);
    }

    @Override
    public HostAddress host(String address) {
        MacMap.Pair pair = pairs.get(address);
        if (pair == null) {
            throw new IllegalArgumentException(address + " is not in VNET_MACMAP");
        }
        return host(pair);
    }

    private static HostAddress host(MacMap.Pair pair) {
        return new HostAddress(Optional.of(pair.address()), Optional.of(pair.mac()));
    }
}
