package io.jarrah.nc.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.ConfigFile;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.os.XorrisoCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A config drive by the real program, read back. */
class ConfigDriveIT {
    private static final byte[] BINARY = {0x1f, (byte) 0x8b, 0, 13, 10, -1};

    @TempDir
    Path directory;

    private final ProcessCommandRunner runner = new ProcessCommandRunner();

    @Test
    void itHasTheFilesAsTheyAreAndOnlyItsOwnerReadsIt() throws Exception {
        Path drive = directory.resolve("config.iso.tmp");
        InstanceDisks.createPrivate(drive);
        new IsoConfigDriveMaker(new XorrisoCommand(runner))
                .make(
                        List.of(
                                ConfigFile.of("meta-data", "instance-id: \"i-1\"\n"),
                                ConfigFile.of("user-data", BINARY),
                                ConfigFile.of("network-config", "version: 2\n")),
                        drive);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(drive)))
                .isEqualTo("rw-------");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("no secrets beside it").containsExactly(drive);
        }
        assertThat(runner.run(Command.of("blkid", "-p", "-o", "export", drive.toString()))
                        .stdout())
                .contains("LABEL=cidata", "TYPE=iso9660");
        Path out = directory.resolve("out");
        runner.run(Command.of("/usr/bin/osirrox", "-indev", drive.toString(), "-extract", "/", out.toString()));
        assertThat(out.resolve("user-data")).hasBinaryContent(BINARY);
        assertThat(out.resolve("meta-data")).hasContent("instance-id: \"i-1\"");
        assertThat(out.resolve("network-config")).hasContent("version: 2");
    }

    @Test
    void aFailureLeavesNoSecretsAndIsTriedAgain() throws Exception {
        Path drive = directory.resolve("config.iso.tmp");
        InstanceDisks.createPrivate(drive);
        IsoConfigDriveMaker broken = new IsoConfigDriveMaker(new XorrisoCommand(command -> {
            throw CommandFailedException.exited(command, 32, "no space");
        }));
        assertThatThrownBy(() -> broken.make(List.of(ConfigFile.of("user-data", "secret")), drive))
                .isInstanceOfSatisfying(
                        StagingException.class, e -> assertThat(e.remedy()).isEqualTo(Remedy.TRY_AGAIN))
                .hasMessageNotContaining("secret");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(drive);
        }
    }
}
