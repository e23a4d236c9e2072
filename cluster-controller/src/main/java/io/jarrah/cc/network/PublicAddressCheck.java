package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.net.Ipv4Prefix;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Refuses public addresses that could not be translated; of one document. */
final class PublicAddressCheck {
    private final TreeMap<Long, Ipv4Prefix> tenants = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();

    /** Checks against the tenants' prefixes, which do not overlap. */
    PublicAddressCheck(Collection<Ipv4Prefix> tenants) {
        tenants.forEach(prefix -> this.tenants.put(Integer.toUnsignedLong(prefix.base()), prefix));
    }

    /**
     * Passes an endpoint without a public address, or with one that can be translated.
     *
     * @throws ServiceException INVALID, saying why not
     */
    void require(NetworkEndpoint endpoint) {
        endpoint.publicIp().ifPresent(dotted -> {
            int address = Ipv4Prefix.address(dotted)
                    .orElseThrow(() -> DocumentCheck.invalid("public address \"" + dotted + "\" of instance "
                            + endpoint.instanceId() + " is not an IPv4 address"));
            if (!Ipv4Prefix.isUnicast(address)) {
                throw DocumentCheck.invalid("no interface can have the public address " + dotted);
            }
            if (!seen.add(dotted)) {
                throw DocumentCheck.invalid("public address " + dotted + " is given twice");
            }
            Map.Entry<Long, Ipv4Prefix> below = tenants.floorEntry(Integer.toUnsignedLong(address));
            if (below != null && below.getValue().contains(address)) {
                throw DocumentCheck.invalid("public address " + dotted + " of instance " + endpoint.instanceId()
                        + " lies in the tenants' network " + below.getValue());
            }
        });
    }
}
