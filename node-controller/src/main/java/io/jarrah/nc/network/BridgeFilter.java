package io.jarrah.nc.network;

import io.jarrah.common.os.KernelSettings;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IPv4 frames between guests of one bridge pass the host's iptables, where security groups are; ARP and IPv6 are nft's business alone.
 */
final class BridgeFilter {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeFilter.class);
    private static final String CALL_IPTABLES = "net/bridge/bridge-nf-call-iptables";
    private static final String CALL_IP6TABLES = "net/bridge/bridge-nf-call-ip6tables";

    private BridgeFilter() {}

    /** Returns false, and says what to do, when this kernel's bridges cannot do so: then nothing keeps instances closed. */
    static boolean enable(KernelSettings kernel, List<String> problems) throws IOException {
        if (kernel.get(CALL_IPTABLES).filter("0"::equals).isPresent()) {
            LOG.warn("{} was 0, which cuts every instance off; setting it to 1", CALL_IPTABLES);
        }
        kernel.set("net/bridge/bridge-nf-call-arptables", "0");
        if (kernel.set(CALL_IPTABLES, "1")) {
            return true;
        }
        problems.add("this kernel cannot enforce security groups: it has no br_netfilter (" + CALL_IPTABLES
                + "), so no instance gets a network; load it with modprobe br_netfilter and name it in"
                + " /etc/modules-load.d");
        return false;
    }

    /**
     * Has the frames of IPv6 pass ip6tables, where a guest speaks it, and nowhere else.
     *
     * @return whether guests may speak IPv6; if not though they should, says what to do
     */
    static boolean enableIpv6(KernelSettings kernel, boolean wanted, List<String> problems) {
        boolean set = kernel.set(CALL_IP6TABLES, wanted ? "1" : "0");
        if (wanted && !set) {
            problems.add("this kernel cannot enforce security groups for IPv6 (" + CALL_IP6TABLES
                    + "), so instances get IPv4 only; load br_netfilter, on a kernel with IPv6");
        }
        return wanted && set;
    }
}
