package io.jarrah.cc.dhcp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the relay does with each message. A guest is known by its MAC address and by nothing else it says; its network
 * is what the network document says. Not for several threads.
 */
final class RelayRules {
    private static final int CLIENT_PORT = 68;
    /** DISCOVER, REQUEST, DECLINE, RELEASE, INFORM; the others come from servers. */
    private static final Set<Integer> FROM_CLIENTS = Set.of(1, 3, 4, 7, DhcpMessage.INFORM);
    /** All but DECLINE and RELEASE. */
    private static final Set<Integer> ANSWERED = Set.of(1, 3, DhcpMessage.INFORM);
    /** A firmware and a system that start one after the other, each with repetitions, stay below it. */
    private static final int BURST = 12;

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final int relay;
    private final RequestLimits anonymous;
    private final RequestLimits addressed;
    private Map<Long, RelayClient> clients = Map.of();

    /**
     * Rules that know no guest yet.
     *
     * @param relay where dhcpd shall answer to, as a number
     */
    RelayRules(int relay, LongSupplier nanoTime) {
        this.relay = relay;
        this.anonymous = new RequestLimits(BURST, INTERVAL, nanoTime);
        this.addressed = new RequestLimits(BURST, INTERVAL, nanoTime);
    }

    /** What becomes of a message of a guest. */
    sealed interface Verdict {
        /**
         * It goes to dhcpd.
         *
         * @param mac the guest
         * @param message as dhcpd gets it
         * @param answered whether there will be an answer if all is well
         */
        record Forward(long mac, ByteBuffer message, boolean answered) implements Verdict {}

        /** It goes nowhere. */
        record Refuse(Refusal why) implements Verdict {}
    }

    /**
     * An answer for a guest.
     *
     * @param mac the guest
     * @param message what it gets
     * @param gateway address it is sent from
     * @param destination its own address, or 255.255.255.255
     */
    record Answer(long mac, ByteBuffer message, int gateway, int destination) {}

    /** These guests are served from now on, by MAC address. */
    void clients(Map<Long, RelayClient> known) {
        if (known != clients) {
            clients = known;
            anonymous.retain(known.keySet());
            addressed.retain(known.keySet());
        }
    }

    /**
     * A message from the guests' side.
     *
     * @param source the sender's IPv4 address; 0 while it has none
     * @param port the sender's port
     */
    Verdict request(ByteBuffer datagram, int source, int port) {
        Optional<DhcpMessage> parsed = DhcpMessage.parse(datagram);
        if (parsed.isEmpty() || port != CLIENT_PORT) {
            return new Verdict.Refuse(Refusal.MALFORMED);
        }
        DhcpMessage message = parsed.get();
        RelayClient client = clients.get(message.mac());
        Refusal refusal = refusal(message, client, source);
        if (refusal != null || client == null) {
            return new Verdict.Refuse(refusal == null ? Refusal.UNKNOWN_CLIENT : refusal);
        }
        return new Verdict.Forward(
                client.mac(), message.relayed(relay, client.gateway()), ANSWERED.contains(message.type()));
    }

    private @Nullable Refusal refusal(DhcpMessage message, @Nullable RelayClient client, int source) {
        // With option overload, options could hide where this relay does not look; clients have no need of it.
        if (message.op() != DhcpMessage.REQUEST
                || !FROM_CLIENTS.contains(message.type())
                || message.has(DhcpMessage.OVERLOAD)
                || message.has(DhcpMessage.SUBNET_SELECTION)) {
            return Refusal.MALFORMED;
        }
        if (message.giaddr() != 0 || message.hops() != 0 || message.has(DhcpMessage.RELAY_AGENT)) {
            return Refusal.ALREADY_RELAYED;
        }
        if (client == null) {
            return Refusal.UNKNOWN_CLIENT;
        }
        if (source != 0 && source != client.address()) {
            return Refusal.FOREIGN_SOURCE;
        }
        // Nobody but the guest itself can send from its address, so that others asking in its name keep no running
        // guest from renewing its lease.
        RequestLimits limits = source == 0 ? anonymous : addressed;
        return limits.permit(client.mac()) ? null : Refusal.TOO_MANY;
    }

    /** A message from dhcpd's side; empty when there is nobody to give it to. */
    Optional<Answer> answer(ByteBuffer datagram) {
        Optional<DhcpMessage> parsed = DhcpMessage.parse(datagram);
        if (parsed.isEmpty()
                || parsed.get().op() != DhcpMessage.REPLY
                || parsed.get().giaddr() != relay) {
            return Optional.empty();
        }
        DhcpMessage message = parsed.get();
        RelayClient client = clients.get(message.mac());
        if (client == null) {
            return Optional.empty();
        }
        boolean acknowledged = message.type() == DhcpMessage.ACK;
        boolean informed = acknowledged && message.yiaddr() == 0;
        boolean renewed = acknowledged && message.ciaddr() == client.address() && !message.wantsBroadcast();
        boolean direct = informed || renewed;
        return Optional.of(new Answer(
                client.mac(),
                message.delivered(direct ? client.address() : message.ciaddr()),
                client.gateway(),
                direct ? client.address() : -1));
    }
}
