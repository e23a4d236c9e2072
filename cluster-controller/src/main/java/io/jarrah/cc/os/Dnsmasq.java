package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dnsmasq} as a name server: whether it is there and new enough, and the process that serves a configuration. */
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
            return Optional.of(
                    program + " is not there, so instances cannot resolve names; apt-get install dnsmasq-base");
        }
        String printed;
        try {
            printed = runner.run(Command.of(program, "--version")).stdout();
        } catch (CommandFailedException e) {
            return Optional.of("instances cannot resolve names: " + e.getMessage());
        }
        return isNewEnough(printed)
                ? Optional.empty()
                : Optional.of(program + " is \"" + printed.lines().findFirst().orElse("") + "\"; version " + MAJOR + "."
                        + MINOR + " or newer is needed, for it to forget the names of terminated instances");
    }

    static boolean isNewEnough(String printed) {
        Matcher matcher = VERSION.matcher(printed);
        if (!matcher.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) >= MINOR);
    }

    /**
     * The server in the foreground. It tells what it does to syslog, and to the output only why it cannot start.
     *
     * @param preparation done before each start
     */
    public SupervisedProcess server(Path configuration, File output, SupervisedProcess.Preparation preparation) {
        return new SupervisedProcess(
                "dnsmasq",
                List.of(program, "--keep-in-foreground", "--conf-file=" + configuration),
                output,
                preparation);
    }
}
