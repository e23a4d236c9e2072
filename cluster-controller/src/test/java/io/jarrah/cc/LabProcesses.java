package io.jarrah.cc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes of this machine, by how they were started. */
final class LabProcesses {
    private LabProcesses() {}

    /** Those of the program that have the argument, or an argument that has it in it. */
    static List<ProcessHandle> of(String program, String argument) {
        return ProcessHandle.allProcesses()
                .filter(handle -> commandLine(handle).startsWith(program))
                .filter(handle -> commandLine(handle).contains(argument))
                .toList();
    }

    /** As the kernel shows it; empty when the process is gone. */
    static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc/" + handle.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }
}
