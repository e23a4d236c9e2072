package io.jarrah.nc.testing;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A libvirtd of a test's own: sockets, state and configuration in a directory, network in a namespace. It sees nothing
 * of the machine's libvirt, nor that of it (shared/lab.md L2; tools/lib/libvirt.sh does the same for the dev cloud).
 */
public final class PrivateLibvirt {
    private static final String BINDS = """
            mount --make-rprivate /
            mount --bind "$1/lib" /var/lib/libvirt
            mount --bind "$1/cache" /var/cache/libvirt
            mount --bind "$1/log" /var/log/libvirt
            mount --bind "$1/etc" /etc/libvirt
            mount --bind "$1/run" /run
            exec libvirtd -f /etc/libvirt/libvirtd.conf -p /run/libvirtd.pid
            """;

    private final CommandRunner runner = new ProcessCommandRunner();
    private final Path directory;
    private final NetworkNamespace namespace;
    private Process process;

    public PrivateLibvirt(Path directory, NetworkNamespace namespace) throws IOException {
        this.directory = directory;
        this.namespace = namespace;
        for (String part : List.of("run", "lib", "cache", "log", "etc/qemu/networks")) {
            Files.createDirectories(directory.resolve(part));
        }
        Files.writeString(directory.resolve("etc/qemu.conf"), """
                security_driver = "none"
                user = "root"
                group = "root"
                stdio_handler = "file"
                cgroup_controllers = [ ]
                namespaces = [ ]
                remember_owner = 0
                """);
        Files.writeString(directory.resolve("etc/libvirtd.conf"), """
                auth_unix_rw = "none"
                auth_unix_ro = "none"
                unix_sock_rw_perms = "0700"
                host_uuid = "%s"
                """.formatted(UUID.randomUUID()));
    }

    /** For {@code LIBVIRT_URI} and {@code virsh -c}. */
    public String uri() {
        return "qemu+unix:///system?socket=" + directory.resolve("run/libvirt/libvirt-sock");
    }

    /** Returns when it answers; the first time takes seconds, while QEMU is asked what it can do. */
    public void start() throws Exception {
        process = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace.name(),
                        "unshare",
                        "-m",
                        "bash",
                        "-ec",
                        BINDS,
                        "libvirtd",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log/out").toFile()))
                .start();
        process.getOutputStream().close();
        Eventually.isTrue(Duration.ofSeconds(90), this::answers);
    }

    private boolean answers() {
        try {
            virsh("version");
            return true;
        } catch (CommandFailedException e) {
            if (!process.isAlive()) {
                throw new AssertionError("libvirtd ended; see " + directory.resolve("log/out"), e);
            }
            return false;
        }
    }

    /** Ends the daemon as a crash would; guests run on. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Runs virsh against it. */
    public String virsh(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("virsh", "-q", "-c", uri()));
        argv.addAll(List.of(arguments));
        CommandResult result = runner.run(Command.of(argv).withTimeout(Duration.ofSeconds(40)));
        return result.stdout();
    }

    /** The QEMU process of a domain. */
    public ProcessHandle qemu(String domain) throws IOException {
        Path file = directory.resolve("run/libvirt/qemu/" + domain + ".pid");
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }

    /** Ends its guests, then itself. */
    public void stop() throws InterruptedException {
        if (process == null || !process.isAlive()) {
            return;
        }
        for (String domain :
                virsh("list", "--name").lines().filter(line -> !line.isBlank()).toList()) {
            virsh("destroy", domain);
        }
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
