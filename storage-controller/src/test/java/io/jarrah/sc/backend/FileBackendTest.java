package io.jarrah.sc.backend;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.sc.backend.BackendException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** On the file system of temporary files, whichever that is. */
class FileBackendTest extends FileBackendContract {
    @Test
    void takesNoRoomUntilItIsWrittenAndIsForNobodyElseToRead() throws Exception {
        long free = backend.space().freeBytes();
        backend.create(ONE, 100 * GIB);
        assertThat(backend.space().freeBytes()).isGreaterThan(free - 50 * GIB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backend.device(ONE))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsTooLargeForTheFileSystemIsImpossibleAndLeavesNothing() throws Exception {
        assertThatThrownBy(() -> backend.create(ONE, Long.MAX_VALUE - 511))
                .asInstanceOf(InstanceOfAssertFactories.type(BackendException.class))
                .extracting(BackendException::kind)
                .isEqualTo(Kind.IMPOSSIBLE);
        try (var files = Files.list(directory.resolve("volumes"))) {
            assertThat(files).containsExactly(marker());
        }
    }

    @Test
    void whatIsNotOursIsToldAndStaysAndWhatWasNotFinishedGoes() throws Exception {
        Path volumes = directory.resolve("volumes");
        Path unfinished = Files.createFile(volumes.resolve("." + TWO + ".raw.tmp"));
        Path begun = Files.createFile(volumes.resolve("." + FIRST + ".raw.tmp"));
        Files.createFile(volumes.resolve(".jarrah-probe"));
        Path foreign = Files.writeString(volumes.resolve("backup.tar"), "precious");
        Path hidden = Files.writeString(volumes.resolve(".vol-1.raw.tmp"), "precious");
        Files.createDirectory(volumes.resolve("lost+found"));
        backend.open(false);
        assertThat(unfinished).doesNotExist();
        assertThat(begun).doesNotExist();
        assertThat(foreign).exists();
        assertThat(hidden).exists();
        assertThat(backend.strangers()).containsExactlyInAnyOrder("backup.tar", ".vol-1.raw.tmp");
        assertThat(backend.volumes()).isEmpty();
    }

    @Test
    void withoutItsDirectoryNothingIsConcluded() throws Exception {
        Files.delete(marker());
        Files.delete(directory.resolve("volumes"));
        assertThatThrownBy(() -> backend.size(ONE)).hasMessageContaining("VOLUME_PATH");
        assertThatThrownBy(() -> backend.volumes()).hasMessageContaining("VOLUME_PATH");
        assertThatThrownBy(() -> backend.create(ONE, GIB)).hasMessageContaining("VOLUME_PATH");
    }

    private Path marker() {
        return directory.resolve("volumes").resolve(".jarrah-volumes");
    }

    /** As when the file system of VOLUME_PATH is not mounted. */
    @Test
    void aDirectoryWithoutATraceOfTheVolumesIsNotTakenForTheirs() throws Exception {
        Path volumes = directory.resolve("volumes");
        Path away = directory.resolve("away");
        backend.create(ONE, GIB);
        Files.move(volumes, away);
        backend = make(volumes);
        backend.open(true);
        assertNotMounted(() -> backend.size(ONE));
        assertNotMounted(() -> backend.create(TWO, GIB));
        assertNotMounted(() -> backend.delete(ONE));
        assertNotMounted(() -> backend.volumes());
        assertNotMounted(() -> backend.strangers());
        assertNotMounted(() -> backend.space());
        assertNotMounted(() -> backend.size(FIRST));
        assertNotMounted(() -> backend.snapshots());
        assertNotMounted(() -> backend.clones());
        assertNotMounted(() -> backend.snapshot(ONE, FIRST));
        assertNotMounted(() -> backend.create(TWO, GIB, FIRST));
        assertNotMounted(() -> backend.delete(FIRST));
        try (var files = Files.list(volumes)) {
            assertThat(files).isEmpty();
        }
        Files.delete(volumes);
        Files.move(away, volumes);
        assertThat(backend.size(ONE)).hasValue(GIB);
        backend.delete(ONE);
        open();
        assertThat(backend.volumes()).isEmpty();
        assertThat(backend.size(ONE)).isEmpty();
    }

    private static void assertNotMounted(ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining("VOLUME_PATH mounted?")
                .asInstanceOf(InstanceOfAssertFactories.type(BackendException.class))
                .extracting(BackendException::kind)
                .isEqualTo(Kind.FAILED);
    }

    @Test
    void aDirectoryFromBeforeThereWereMarkersGetsOne() throws Exception {
        backend.create(ONE, GIB);
        Files.delete(marker());
        backend.open(true);
        assertThat(backend.size(TWO)).isEmpty();
        assertThat(marker()).exists();
        backend.delete(ONE);
        assertThat(backend.size(ONE)).isEmpty();
    }
}
