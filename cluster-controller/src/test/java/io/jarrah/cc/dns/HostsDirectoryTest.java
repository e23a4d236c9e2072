package io.jarrah.cc.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsDirectoryTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1000);

    @TempDir
    private Path directory;

    @Test
    void holdsTheFilesAndNoOthers() throws Exception {
        Path hosts = Files.createDirectories(directory.resolve("hosts"));
        Files.writeString(hosts.resolve("net-old"), "of an earlier controller");
        Files.writeString(hosts.resolve(".net-1"), "half written when it was killed");
        HostsDirectory names = new HostsDirectory(hosts);
        names.replace(Map.of("net-1", "one\n", "net-2", "two\n"));
        assertThat(hosts).isDirectoryNotContaining("glob:**/{.*,net-old}");
        assertThat(hosts.resolve("net-1")).hasContent("one\n");

        Files.setLastModifiedTime(hosts.resolve("net-1"), LONG_AGO);
        names.replace(Map.of("net-1", "one\n"));
        assertThat(hosts.resolve("net-2")).doesNotExist();
        assertThat(Files.getLastModifiedTime(hosts.resolve("net-1")))
                .as("left alone")
                .isEqualTo(LONG_AGO);

        Files.delete(hosts.resolve("net-1"));
        names.replace(Map.of("net-1", "one\n"));
        assertThat(hosts.resolve("net-1")).as("what someone removed comes back").hasContent("one\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hosts.resolve("net-1"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void tellsWhetherAnotherUserGetsThere() throws Exception {
        Path outer = Files.createDirectories(directory.resolve("outer"));
        HostsDirectory names = new HostsDirectory(outer.resolve("hosts"));
        names.replace(Map.of());
        Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rwx------"));
        assertThat(names.isOpenToAll()).isFalse();
    }
}
