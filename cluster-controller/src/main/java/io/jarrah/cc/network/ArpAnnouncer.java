package io.jarrah.cc.network;

import io.jarrah.cc.os.ArpingCommand;
import io.jarrah.common.os.CommandFailedException;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the neighbours that an address is here now, beside all else: it takes a second, and without it they only find out when their ARP
 * entry of who had the address before runs out.
 */
final class ArpAnnouncer {
    private static final Logger LOG = LoggerFactory.getLogger(ArpAnnouncer.class);
    private static final int AT_ONCE = 128;
    private static final int TIMES = 2;

    private final ArpingCommand arping;
    private final BooleanSupplier ours;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("arping-", 0).factory());

    /**
     * Says nothing yet.
     *
     * @param ours whether the addresses are this host's still, asked before each word: what is said passes by every firewall
     */
    ArpAnnouncer(ArpingCommand arping, BooleanSupplier ours) {
        this.arping = arping;
        this.ours = ours;
    }

    /** Returns at once. */
    void announce(String device, Collection<String> addresses) {
        for (String address : addresses) {
            workers.execute(() -> say(device, address));
        }
    }

    private void say(String device, String address) {
        try {
            for (int i = 0; i < TIMES && ours.getAsBoolean(); i++) {
                arping.announce(device, address);
            }
            LOG.debug("{} announced on {}", address, device);
        } catch (CommandFailedException e) {
            LOG.warn(
                    "the neighbours were not told that {} is on {}; those that know it by another MAC address miss it until"
                            + " their ARP entry runs out",
                    address,
                    device,
                    e);
        }
    }

    /** What was not said is not said any more. */
    void stop() {
        workers.shutdownNow();
    }
}
