package io.jarrah.cc.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Eventually;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.ProcessTable;
import io.jarrah.common.os.SupervisedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the program; the real one is killed in DhcpIT. */
class StrayProcessesTest {
    @TempDir
    private Path directory;

    private Dhcpd dhcpd;

    @BeforeEach
    void program() throws Exception {
        Path program = directory.resolve("dhcpd");
        Files.writeString(program, "#!/bin/sh\nread nothing\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        dhcpd = new Dhcpd(command -> new CommandResult(0, "", ""), program.toString());
    }

    /** Facts 7.2, failure 40: a pid file that was not written at once, or is wrong, led to two daemons. */
    @Test
    void failure40TheOneBeforeEndsWhateverPidFilesSay() throws Exception {
        Path net = Files.createDirectory(directory.resolve("net"));
        SupervisedProcess before = server(net);
        SupervisedProcess ofAnother = server(Files.createDirectory(directory.resolve("net2")));
        before.start();
        ofAnother.start();
        try {
            Eventually.until(
                    "two",
                    () -> "",
                    () -> before.pid().isPresent()
                            && ofAnother.pid().isPresent()
                            && running(directory).size() == 2);
            Files.writeString(net.resolve("dhcpd.pid"), ProcessHandle.current().pid() + "\n");
            long pid = before.pid().orElseThrow();

            assertThat(running(net)).extracting(ProcessHandle::pid).isEqualTo(List.of(pid));
            dhcpd.endStrays(net);

            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(ofAnother.pid()).as("of another directory").isPresent();
        } finally {
            before.stop();
            ofAnother.stop();
        }
    }

    @Test
    void oneThatDoesNotListenIsKilled() throws Exception {
        Process deaf =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; read nothing", directory.toString()).start();
        try {
            assertThat(deaf.inputReader().readLine()).isEqualTo("deaf");
            assertThat(StrayProcesses.end(
                            "sh", Duration.ofMillis(100), arguments -> arguments.contains(directory.toString())))
                    .isEmpty();
            assertThat(deaf.isAlive()).isFalse();
        } finally {
            deaf.destroyForcibly();
        }
    }

    private List<ProcessHandle> running(Path net) {
        return ProcessTable.startedWith(arguments -> dhcpd.serves(arguments, net));
    }

    private SupervisedProcess server(Path net) {
        return dhcpd.server(
                net.resolve("dhcpd.conf"),
                net.resolve("dhcpd.leases"),
                "none",
                277,
                net.resolve("dhcpd.log").toFile());
    }
}
