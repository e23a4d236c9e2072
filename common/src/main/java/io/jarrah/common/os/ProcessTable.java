package io.jarrah.common.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of this host, found by what the kernel says they were started with. Pid files are not asked: daemons write theirs late, and the
 * number in an old one may be somebody else's by now.
 */
public final class ProcessTable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTable.class);

    private ProcessTable() {}

    /** Every process whose program and arguments are like that. */
    public static List<ProcessHandle> startedWith(Predicate<List<String>> arguments) {
        return ProcessHandle.allProcesses()
                .filter(process -> arguments.test(arguments(process)))
                .toList();
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            String line = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0", -1));
        } catch (IOException e) {
            LOG.trace("process {} is gone", process.pid(), e);
            return List.of();
        }
    }
}
