package io.jarrah.sc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.nio.file.Path;
import java.util.List;

/** {@code stat} of the GNU coreutils: what Java does not tell of files. */
public final class StatCommand {
    private static final String STAT = "/usr/bin/stat";

    private final CommandRunner runner;

    public StatCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Bytes of the disk that the file takes, without its holes. */
    public long allocatedBytes(Path file) {
        return parse(runner.run(Command.of(STAT, "--format=%b %B", "--", file.toString()))
                .stdout());
    }

    /** Of a number of blocks, and how large each is. */
    static long parse(String stdout) {
        List<String> words = List.of(stdout.strip().split(" ", -1));
        return Long.parseLong(words.getFirst()) * Long.parseLong(words.getLast());
    }
}
