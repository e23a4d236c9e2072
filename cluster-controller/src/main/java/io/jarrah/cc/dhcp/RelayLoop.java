package io.jarrah.cc.dhcp;

import io.jarrah.cc.dhcp.RelayRules.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's sockets, and its work until it ends or they fail. */
final class RelayLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);
    private static final int SERVER_PORT = 67;
    private static final int CLIENT_PORT = 68;
    private static final int RECEIVE_BUFFER = 1 << 20;
    /** So many of one side before the other has its turn. */
    private static final int TURN = 64;

    private final Selector selector;
    private final DatagramChannel guests;
    private final DatagramChannel server;
    private final RelayRules rules;
    private final RefusalLog refusals;
    private final Unanswered unanswered;
    /** One byte more than is taken, to know what is too long. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DhcpMessage.MAX_LENGTH + 1);

    private volatile Map<Long, RelayClient> clients = Map.of();
    private volatile boolean ended;

    private RelayLoop(Selector selector, DatagramChannel guests, DatagramChannel server, LongSupplier nanoTime) {
        this.selector = selector;
        this.guests = guests;
        this.server = server;
        this.rules = new RelayRules(number(ServerLink.RELAY), nanoTime);
        this.refusals = new RefusalLog(nanoTime);
        this.unanswered = new Unanswered(nanoTime);
    }

    /** Opens all sockets or none. */
    static RelayLoop open(LongSupplier nanoTime) throws IOException {
        Selector selector = Selector.open();
        DatagramChannel guests = DatagramChannel.open(StandardProtocolFamily.INET);
        DatagramChannel server = DatagramChannel.open(StandardProtocolFamily.INET);
        RelayLoop loop = new RelayLoop(selector, guests, server, nanoTime);
        try {
            loop.bind(guests, new InetSocketAddress("0.0.0.0", SERVER_PORT), "another DHCP server seems to run here");
            // Only now, so that two servers never share the port; the sockets that answers leave by need it.
            guests.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName(ServerLink.INTERFACE));
            server.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
            loop.bind(server, ServerLink.RELAY, "interface " + ServerLink.INTERFACE + " is missing or in use");
        } catch (IOException e) {
            loop.close();
            throw e;
        }
        return loop;
    }

    private void bind(DatagramChannel channel, InetSocketAddress address, String hint) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
        } catch (IOException e) {
            throw new IOException("the DHCP relay cannot listen on " + address + ": " + hint, e);
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    void serve(Map<Long, RelayClient> known) {
        clients = known;
    }

    void end() {
        ended = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        LOG.info("the DHCP relay listens on port {}", SERVER_PORT);
        try {
            while (!ended) {
                await();
                rules.clients(clients);
                answers();
                requests(guests);
                repetitions();
            }
        } catch (IOException e) {
            LOG.error("the DHCP relay's sockets failed; they are opened anew when the network is applied next", e);
        } finally {
            close();
        }
    }

    /** Waits for messages, or until a request is to be repeated. */
    private void await() throws IOException {
        Optional<Duration> pause = unanswered.pause();
        if (pause.isEmpty()) {
            selector.select();
        } else if (pause.get().isZero()) {
            selector.selectNow();
        } else {
            selector.select(pause.get().toMillis() + 1);
        }
        selector.selectedKeys().clear();
    }

    private void repetitions() {
        for (int i = 0; i < TURN; i++) {
            Optional<ByteBuffer> request = unanswered.due();
            if (request.isEmpty()) {
                return;
            }
            forward(request.get());
        }
    }

    private void requests(DatagramChannel from) throws IOException {
        for (int i = 0; i < TURN; i++) {
            InetSocketAddress source = receive(from);
            if (source == null) {
                return;
            }
            switch (rules.request(buffer, number(source), source.getPort())) {
                case Verdict.Forward forward -> {
                    if (forward.answered()) {
                        unanswered.sent(forward.mac(), forward.message().duplicate());
                    }
                    forward(forward.message());
                }
                case Verdict.Refuse refuse -> refusals.count(refuse.why());
            }
        }
    }

    private void forward(ByteBuffer message) {
        try {
            if (server.send(message, ServerLink.SERVER) == 0) {
                refusals.count(Refusal.SERVER_BUSY);
            }
        } catch (IOException e) {
            LOG.debug("a request did not reach dhcpd", e);
            refusals.count(Refusal.SERVER_BUSY);
        }
    }

    private void answers() throws IOException {
        for (int i = 0; i < TURN; i++) {
            InetSocketAddress source = receive(server);
            if (source == null) {
                return;
            }
            if (isServer(source)) {
                Optional<RelayRules.Answer> answer = rules.answer(buffer);
                if (answer.isPresent()) {
                    unanswered.answered(answer.get().mac());
                    send(answer.get());
                }
            }
        }
    }

    private static boolean isServer(InetSocketAddress source) {
        return source.getPort() == ServerLink.PORT
                && source.getAddress().getHostAddress().equals(ServerLink.ANSWER_SOURCE);
    }

    /**
     * By a socket of its own that has the gateway's address: Linux sends 255.255.255.255 out of the interface that has
     * the sender's address, and the guest sees the address it was told to be the server's.
     */
    private void send(RelayRules.Answer answer) {
        try (DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
            sender.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            sender.setOption(StandardSocketOptions.SO_BROADCAST, true);
            sender.bind(new InetSocketAddress(address(answer.gateway()), SERVER_PORT));
            sender.configureBlocking(false);
            sender.send(answer.message(), new InetSocketAddress(address(answer.destination()), CLIENT_PORT));
            // What guests sent to this very address in the meantime came here.
            requests(sender);
        } catch (IOException e) {
            LOG.debug("an answer did not leave; its guest asks again", e);
        }
    }

    private @Nullable InetSocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
        buffer.flip();
        return source;
    }

    private void close() {
        try (Selector one = selector;
                DatagramChannel two = guests;
                DatagramChannel three = server) {
            LOG.debug("closing {}, {} and {}", one, two, three);
        } catch (IOException e) {
            LOG.warn("a socket of the DHCP relay did not close well", e);
        }
    }

    private static int number(InetSocketAddress address) {
        return ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
    }

    private static InetAddress address(int number) throws IOException {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    }
}
