package io.jarrah.nc.testing;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import java.util.ArrayList;
import java.util.List;

/** A network namespace of a test's own, and a runner of commands inside it. */
public final class NetworkNamespace implements CommandRunner {
    private final CommandRunner host = new ProcessCommandRunner();
    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    /** A fresh one; its name tells whose it is. */
    public static NetworkNamespace create(String suffix) {
        NetworkNamespace namespace =
                new NetworkNamespace("nc-" + ProcessHandle.current().pid() + "-" + suffix);
        namespace.host.run(Command.of("ip", "netns", "add", namespace.name));
        namespace.ip("link", "set", "lo", "up");
        return namespace;
    }

    public String name() {
        return name;
    }

    @Override
    public CommandResult run(Command command) {
        List<String> argv = new ArrayList<>(List.of("ip", "netns", "exec", name));
        argv.addAll(command.argv());
        return host.run(new Command(argv, command.timeout(), command.stdin(), command.okExitCodes()));
    }

    /** Runs {@code ip} with these arguments inside. */
    public CommandResult ip(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("ip"));
        argv.addAll(List.of(arguments));
        return run(Command.of(argv));
    }

    /** Joins two namespaces by a cable, whose ends are named eth1 and have these addresses. */
    public static void connect(NetworkNamespace a, String addressA, NetworkNamespace b, String addressB) {
        a.ip("link", "add", "name", "eth1", "type", "veth", "peer", "name", "eth1", "netns", b.name);
        a.ip("address", "add", addressA, "dev", "eth1");
        b.ip("address", "add", addressB, "dev", "eth1");
        a.ip("link", "set", "eth1", "up");
        b.ip("link", "set", "eth1", "up");
    }

    public void delete() {
        host.run(Command.of("ip", "netns", "delete", name));
    }
}
