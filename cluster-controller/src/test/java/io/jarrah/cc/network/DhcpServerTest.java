package io.jarrah.cc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.cc.Eventually;
import io.jarrah.cc.os.Dhcpd;
import io.jarrah.common.os.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DhcpServerTest {
    private static final Duration GATHER = Duration.ofMillis(400);

    @TempDir
    private Path directory;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private DhcpServer server;

    /** A stand-in that notes its starts; the real one is served from in ClusterNetworkIT. */
    @BeforeEach
    void server() throws Exception {
        Path program = directory.resolve("dhcpd");
        Files.writeString(program, "#!/bin/sh\necho started >>" + directory.resolve("starts") + "\nexec sleep 3600\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Dhcpd dhcpd = new Dhcpd(command -> new CommandResult(0, "", ""), program.toString());
        server = new DhcpServer(dhcpd, directory.resolve("net"), now::get);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void theFirstConfigurationIsServedAtOnceAndChangesTogether() throws Exception {
        assertThat(server.serve("one", "link 1")).isZero();
        assertStarts(1);
        assertThat(server.serve("one", "link 1")).isZero();
        assertThat(server.serve("two", "link 1")).isEqualTo(GATHER);
        now.addAndGet(Duration.ofMillis(150).toNanos());
        assertThat(server.serve("three", "link 1")).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration()).startsWith("one\n");
        now.addAndGet(Duration.ofMillis(250).toNanos());
        assertThat(server.serve("four", "link 1")).isZero();
        assertThat(configuration()).startsWith("four\n");
        assertStarts(2);
    }

    @Test
    void aChangeThatIsTakenBackRestartsNothing() throws Exception {
        assertThat(server.serve("one", "link 1")).isZero();
        assertStarts(1);
        assertThat(server.serve("two", "link 1")).isEqualTo(GATHER);
        assertThat(server.serve("one", "link 1")).isZero();
        now.addAndGet(GATHER.toNanos());
        assertThat(server.serve("one", "link 2")).isEqualTo(GATHER);
        assertThat(configuration()).startsWith("one\n");
    }

    private String configuration() throws Exception {
        return Files.readString(directory.resolve("net/dhcpd.conf"));
    }

    private long starts() {
        try (Stream<String> lines = Files.lines(directory.resolve("starts"))) {
            return lines.count();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertStarts(int count) throws Exception {
        Eventually.until("starts to be " + count, this::starts, () -> starts() == count);
    }
}
