package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dnsmasq}, for names or for DHCPv6: whether it is there and new enough, and the process that serves a configuration. */
public final class Dnsmasq {
    /** Where Debian's package dnsmasq-base has it. */
    public static final String PROGRAM = "/usr/sbin/dnsmasq";

    private static final Pattern VERSION = Pattern.compile("Dnsmasq version ([0-9]{1,4})\\.([0-9]{1,4})");
    /** 2.88 learned to forget names that a file of hostsdir no longer has; 2.89 and 2.90 mended what it broke in the cache. */
    private static final int MAJOR = 2;

    private static final int MINOR = 90;

    private final CommandRunner runner;
    private final String program;

    /**
     * The program at that path.
     *
     * @param program absolute path
     */
    public Dnsmasq(CommandRunner runner, String program) {
        this.runner = runner;
        this.program = program;
    }

    /** Why it cannot serve here and what to do about it; empty when it can. */
    public Optional<String> obstacle() {
        if (!Files.isExecutable(Path.of(program))) {
            return Optional.of(program + " is not there; apt-get install dnsmasq-base");
        }
        String printed;
        try {
            printed = runner.run(Command.of(program, "--version")).stdout();
        } catch (CommandFailedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return isNewEnough(printed)
                ? Optional.empty()
                : Optional.of(program + " is \"" + printed.lines().findFirst().orElse("") + "\"; version " + MAJOR + "."
                        + MINOR + " or newer is needed, which forgets what a file does not have any more");
    }

    static boolean isNewEnough(String printed) {
        Matcher matcher = VERSION.matcher(printed);
        if (!matcher.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) >= MINOR);
    }

    /** The server in the foreground. What an earlier one left behind is ended before each start. */
    public SupervisedProcess server(Path configuration, File output) {
        return new SupervisedProcess(
                "dnsmasq",
                List.of(program, "--keep-in-foreground", use(configuration)),
                output,
                () -> endStrays(configuration));
    }

    /**
     * Ends all that serve that configuration. Of a name server there is one for each open TCP connection besides the server itself, and all of
     * them hold its port: one that outlives a killed server would let no other start while its guest keeps the connection open. They keep
     * nothing on disk, so no time is given to any.
     */
    public void endStrays(Path configuration) throws InterruptedException {
        StrayProcesses.end("dnsmasq", Duration.ZERO, arguments -> arguments.contains(use(configuration)));
    }

    private static String use(Path configuration) {
        return "--conf-file=" + configuration;
    }
}
