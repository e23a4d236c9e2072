package io.jarrah.tools.bench.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;

/** virsh against one libvirt. */
public final class Virsh {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final CommandRunner runner;
    private final String uri;

    public Virsh(CommandRunner runner, String uri) {
        this.runner = runner;
        this.uri = uri;
    }

    /** Whether the domain runs here. */
    public boolean lists(String domain) {
        return run("list", "--name").lines().anyMatch(domain::equals);
    }

    /** The XML of a domain as it runs. */
    public String dumpXml(String domain) {
        return run("dumpxml", domain);
    }

    /** Creates and starts a transient domain; returns when libvirt says that it runs. */
    public void create(Path xml) {
        String unused = run("create", xml.toString());
    }

    /** Plugs a device into a running domain. */
    public void attachDevice(String domain, Path xml) {
        String unused = run("attach-device", domain, xml.toString(), "--live");
    }

    /** Takes a device out again; the guest may be a while. */
    public void detachDevice(String domain, Path xml) {
        String unused = run("detach-device", domain, xml.toString(), "--live");
    }

    /** Ends a domain at once. */
    public void destroy(String domain) {
        String unused = run("destroy", domain);
    }

    private String run(String... arguments) {
        String[] argv = new String[arguments.length + 4];
        argv[0] = "virsh";
        argv[1] = "-q";
        argv[2] = "-c";
        argv[3] = uri;
        System.arraycopy(arguments, 0, argv, 4, arguments.length);
        return runner.run(Command.of(argv).withTimeout(LIMIT)).stdout();
    }
}
