package io.jarrah.cc.dhcp;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries DHCP between the guests of all networks and dhcpd. Guests find it at their gateway's address, and by
 * broadcast. Calls come from one thread at a time; the work is done by a thread of its own, which waits for nothing
 * but messages, so that a flood costs the kernel's queue and nothing else.
 */
public final class DhcpRelay {
    private final LongSupplier nanoTime;
    private @Nullable RelayLoop loop;
    private @Nullable Thread thread;
    private int linked;

    /** A relay that has no sockets yet. */
    public DhcpRelay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Serves these guests and no others; begins when it does not run, and begins anew when its sockets failed or lead to
     * an interface that is no more.
     *
     * @param link the kernel's number of {@link ServerLink#INTERFACE}, which is another when that was made anew
     * @throws IOException when the sockets cannot be had: another DHCP server uses them, or {@link ServerLink} is missing
     */
    public void serve(int link, Collection<RelayClient> guests) throws IOException, InterruptedException {
        Map<Long, RelayClient> clients =
                guests.stream().collect(Collectors.toUnmodifiableMap(RelayClient::mac, guest -> guest));
        if (linked != link) {
            stop();
        }
        if (loop == null || thread == null || !thread.isAlive()) {
            loop = RelayLoop.open(nanoTime);
            linked = link;
            thread = Thread.ofPlatform().name("dhcp-relay").daemon().start(loop);
        }
        loop.serve(clients);
    }

    /** Ends; its sockets are closed when this returns. */
    public void stop() throws InterruptedException {
        if (loop != null && thread != null) {
            loop.end();
            thread.join();
        }
        loop = null;
        thread = null;
    }
}
