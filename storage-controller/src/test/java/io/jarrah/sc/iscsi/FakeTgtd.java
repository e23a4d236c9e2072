package io.jarrah.sc.iscsi;

import io.jarrah.sc.iscsi.TgtException.Code;
import io.jarrah.sc.iscsi.TgtRequest.Mode;
import io.jarrah.sc.iscsi.TgtRequest.Operation;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A tgtd without initiators, whose units can be told to hang. It answers one request after the other, as the real one. */
final class FakeTgtd implements AutoCloseable {
    private final ServerSocketChannel socket;
    private final Map<Integer, Fake> targets = new LinkedHashMap<>();
    private final Set<String> portals = new LinkedHashSet<>();
    private final Set<String> accounts = new TreeSet<>();
    private final List<String> requests = new ArrayList<>();
    private boolean hangs;

    /** One target. */
    private record Fake(String name, List<String> units, List<String> accounts, List<String> admitted) {}

    private record Request(int mode, int operation, int tid, Map<String, String> parameters) {
        boolean is(Mode other, Operation what) {
            return mode == other.number && operation == what.number;
        }

        String parameter(String key) {
            return parameters.getOrDefault(key, "");
        }
    }

    FakeTgtd(Path path) throws IOException {
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** Whether units have something under way, and cannot be taken away. */
    synchronized void hang(boolean whether) {
        hangs = whether;
    }

    /** How many requests of that kind there were. */
    synchronized long count(Mode mode, Operation operation) {
        return requests.stream().filter((mode + " " + operation)::equals).count();
    }

    synchronized Target target(String name) {
        return TargetListing.targets(listing()).stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    synchronized void admitNobody() {
        targets.values().forEach(target -> target.admitted().clear());
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel channel = socket.accept()) {
                    ByteBuffer message = ByteBuffer.allocate(1 << 16).order(ByteOrder.nativeOrder());
                    channel.read(message);
                    channel.write(answer(message.flip()));
                }
            }
        } catch (ClosedChannelException e) {
            // The test is over.
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private synchronized ByteBuffer answer(ByteBuffer message) {
        int mode = message.getInt(0);
        int operation = message.getInt(4);
        Map<String, String> parameters = new LinkedHashMap<>();
        byte[] text = new byte[Math.max(0, message.limit() - TgtRequest.HEADER - 1)];
        message.get(TgtRequest.HEADER, text);
        for (String parameter : new String(text, StandardCharsets.UTF_8).split(",", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        Request request = new Request(mode, operation, message.getInt(76), parameters);
        for (Mode known : Mode.values()) {
            for (Operation what : Operation.values()) {
                if (request.is(known, what)) {
                    requests.add(known + " " + what);
                }
            }
        }
        try {
            byte[] said = does(request).getBytes(StandardCharsets.UTF_8);
            int length = said.length == 0 ? 0 : said.length + 1;
            return ByteBuffer.allocate(8 + length)
                    .order(ByteOrder.nativeOrder())
                    .putInt(0)
                    .putInt(8 + length)
                    .put(said)
                    .position(0);
        } catch (TgtException e) {
            int number = Integer.parseInt(String.valueOf(e.getMessage()));
            return ByteBuffer.allocate(8)
                    .order(ByteOrder.nativeOrder())
                    .putInt(number)
                    .putInt(8)
                    .flip();
        }
    }

    private String does(Request request) throws TgtException {
        if (request.is(Mode.PORTAL, Operation.SHOW)) {
            return String.join(
                    "",
                    portals.stream().map(portal -> "Portal: " + portal + ",1\n").toList());
        } else if (request.is(Mode.PORTAL, Operation.NEW)) {
            portals.add(request.parameter("portal"));
        } else if (request.is(Mode.PORTAL, Operation.DELETE)) {
            require(portals.remove(request.parameter("portal")), 25);
        } else if (request.is(Mode.ACCOUNT, Operation.SHOW)) {
            return "Account list:\n"
                    + String.join(
                            "",
                            accounts.stream().map(user -> "    " + user + "\n").toList());
        } else if (request.is(Mode.ACCOUNT, Operation.NEW)) {
            require(accounts.add(request.parameter("user")), 14);
        } else if (request.is(Mode.ACCOUNT, Operation.DELETE)) {
            targets.values().forEach(target -> target.accounts().remove(request.parameter("user")));
            require(accounts.remove(request.parameter("user")), 15);
        } else if (request.is(Mode.TARGET, Operation.SHOW)) {
            return listing();
        } else if (request.is(Mode.TARGET, Operation.NEW)) {
            Fake made =
                    new Fake(request.parameter("targetname"), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            require(targets.putIfAbsent(request.tid(), made) == null, 9);
        } else if (request.mode() != Mode.CONNECTION.number) {
            change(request, Optional.ofNullable(targets.get(request.tid())));
        }
        return "";
    }

    private void change(Request request, Optional<Fake> known) throws TgtException {
        require(known.isPresent(), 4);
        Fake target = known.get();
        String admitted = request.parameter("initiator-name") + request.parameter("initiator-address");
        if (request.is(Mode.TARGET, Operation.DELETE)) {
            require(!hangs || target.units().isEmpty(), 20);
            targets.remove(request.tid());
        } else if (request.is(Mode.TARGET, Operation.BIND)) {
            require(!target.admitted().contains(admitted), 12);
            target.admitted().add(admitted);
        } else if (request.is(Mode.TARGET, Operation.UNBIND)) {
            require(target.admitted().remove(admitted), 13);
        } else if (request.is(Mode.DEVICE, Operation.NEW)) {
            target.units().add(request.parameter("path"));
        } else if (request.is(Mode.DEVICE, Operation.DELETE)) {
            require(!target.units().isEmpty(), 5);
            require(!hangs, 20);
            target.units().clear();
        } else if (request.is(Mode.ACCOUNT, Operation.BIND)) {
            target.accounts().add(request.parameter("user"));
        }
    }

    /** With the number of the error as its message. */
    private static void require(boolean fine, int error) throws TgtException {
        if (!fine) {
            throw new TgtException(Code.of(error), String.valueOf(error));
        }
    }

    private String listing() {
        StringBuilder text = new StringBuilder();
        targets.forEach((tid, target) -> {
            text.append("Target ").append(tid).append(": ").append(target.name());
            text.append("\n    LUN information:\n        LUN: 0\n            Online: Yes\n");
            target.units().forEach(path -> text.append(
                            "        LUN: 1\n            Size: 1074 MB, Block size: 512\n            Online: Yes\n            Backing store path: ")
                    .append(path)
                    .append('\n'));
            text.append("    Account information:\n");
            target.accounts()
                    .forEach(user -> text.append("        ").append(user).append('\n'));
            text.append("    ACL information:\n");
            target.admitted()
                    .forEach(name -> text.append("        ").append(name).append('\n'));
        });
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
