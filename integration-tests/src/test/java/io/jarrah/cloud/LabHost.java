package io.jarrah.cloud;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.testing.Obstacle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A virtual machine with a kernel that has what this machine's may lack, and a runner of commands inside it; see {@code tools/labhost}. */
final class LabHost implements CommandRunner {
    private static final Path PROGRAM = Path.of("..", "tools", "labhost").toAbsolutePath();
    /** The first start of all downloads a kernel. */
    private static final Duration START = Duration.ofMinutes(5);
    /** How much longer a command takes there: the machine is emulated. */
    private static final Duration SLOWNESS = Duration.ofSeconds(60);

    private final CommandRunner here = new ProcessCommandRunner();
    private final Path directory;
    private final String name;

    private LabHost(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** Skips the test, and says so, where there can be no lab hosts. */
    static void require(Class<?> test) {
        Obstacle.skip(test, obstacle());
    }

    /** Why there can be no lab hosts here; empty when there can. */
    private static String obstacle() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "lab hosts need root";
        }
        for (String program : List.of("/usr/bin/qemu-system-x86_64", "/usr/lib/qemu/virtiofsd", "/usr/bin/tcpdump")) {
            if (!Files.isExecutable(Path.of(program))) {
                return program + " is not installed";
            }
        }
        return "";
    }

    /**
     * Boots one.
     *
     * @param directory for sockets and logs; its path is short
     * @param wires sockets of the cables it is plugged into, as eth0, eth1…; a path with a leading + is the end that listens
     */
    static LabHost start(Path directory, String name, int number, String... wires) {
        LabHost host = new LabHost(directory, name);
        List<String> argv = host.command("start");
        for (int i = 0; i < wires.length; i++) {
            boolean listens = wires[i].startsWith("+");
            argv.addAll(List.of(
                    "-netdev",
                    "stream,id=w" + i + ",server=" + (listens ? "on" : "off") + ",addr.type=unix,addr.path="
                            + directory.resolve(listens ? wires[i].substring(1) : wires[i]),
                    "-device",
                    "virtio-net-pci,netdev=w" + i + ",mac=52:54:00:00:%02x:%02x,romfile=".formatted(number, i)));
        }
        host.here.run(Command.of(argv).withTimeout(START));
        return host;
    }

    @Override
    public CommandResult run(Command command) {
        List<String> argv = command("exec");
        argv.addAll(command.argv());
        return here.run(new Command(argv, command.timeout().plus(SLOWNESS), command.stdin(), command.okExitCodes()));
    }

    /** Runs it; it must succeed. */
    String in(String... argv) {
        return run(Command.of(argv)).stdout();
    }

    /** Lines for {@code ip -batch}. */
    void ip(String... lines) {
        run(Command.of("/usr/sbin/ip", "-batch", "-").withStdin(String.join("\n", lines) + "\n"));
    }

    /** The same in a namespace of it. */
    void ipIn(String namespace, String... lines) {
        run(Command.of("/usr/sbin/ip", "-n", namespace, "-batch", "-").withStdin(String.join("\n", lines) + "\n"));
    }

    /** Whether that namespace of it reaches the address. */
    boolean ping(String namespace, String address) {
        CommandResult result =
                run(Command.of("ip", "netns", "exec", namespace, "busybox", "ping", "-c", "2", "-W", "2", address)
                        .acceptingExitCodes(1));
        if (!result.stdout().contains("packets transmitted")) {
            throw new IllegalStateException("no ping ran on " + name + ": " + result.stderr());
        }
        return result.exitCode() == 0;
    }

    void stop() {
        here.run(Command.of(command("stop")));
    }

    private List<String> command(String verb) {
        return new ArrayList<>(Arrays.asList(
                "/usr/bin/env", "JARRAH_LAB=" + directory, PROGRAM.normalize().toString(), verb, name));
    }
}
