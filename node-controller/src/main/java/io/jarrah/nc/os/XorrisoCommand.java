package io.jarrah.nc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code xorriso}: makes ISO 9660 file systems. */
public final class XorrisoCommand {
    private static final String PROGRAM = "/usr/bin/xorriso";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CommandRunner runner;

    public XorrisoCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /**
     * Writes a file system with the names in full, and modes and owners as they are, into a file that may be there and then keeps its mode.
     *
     * @param label volume label
     * @param files name in its root directory to file
     */
    public void make(Path target, String label, Map<String, Path> files) {
        List<String> argv = new ArrayList<>(List.of(
                PROGRAM,
                "-as",
                "mkisofs",
                "-quiet",
                "-V",
                label,
                "-J",
                "-R",
                "-o",
                target.toString(),
                "-graft-points"));
        new TreeMap<>(files).forEach((name, file) -> argv.add(name + "=" + file));
        runner.run(Command.of(argv.toArray(String[]::new)).withTimeout(LIMIT));
    }
}
