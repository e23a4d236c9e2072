package io.jarrah.sc.backend;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.SECOND;
import static io.jarrah.sc.testing.Volumes.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What volumes in files do alike on every file system. */
abstract class FileBackendContract extends BlockBackendContract {
    @Override
    protected BlockBackend make(Path path) {
        return new FileBackend(path);
    }

    @Test
    void whatIsNewReadsAsZerosWhateverWasThereBefore() throws Exception {
        backend.create(ONE, GIB);
        write("secret of somebody", GIB - 100);
        backend.delete(ONE);
        backend.create(ONE, GIB);
        backend.grow(ONE, 2 * GIB);
        assertThat(read(backend.device(ONE), GIB - 2048, 4096)).containsOnly(0);
    }

    @Test
    void growingKeepsTheData() throws Exception {
        backend.create(ONE, GIB);
        write("data", GIB - 4);
        backend.grow(ONE, 2 * GIB);
        assertThat(text(backend.device(ONE), GIB - 4, 4)).isEqualTo("data");
    }

    @Test
    void aSnapshotHasWhatWasWrittenBeforeAndNothingOfWhatIsWrittenAfter() throws Exception {
        backend.create(ONE, GIB);
        write("at the beginning", 0);
        write("before", GIB - 6);
        backend.snapshot(ONE, FIRST);
        write("beyond", GIB - 6);
        backend.snapshot(ONE, SECOND);
        backend.delete(ONE);
        assertThat(text(file(FIRST.value()), 0, 16)).isEqualTo("at the beginning");
        assertThat(text(file(FIRST.value()), GIB - 6, 6)).isEqualTo("before");
        assertThat(text(file(SECOND.value()), GIB - 6, 6)).isEqualTo("beyond");
    }

    @Test
    void aVolumeOutOfASnapshotHasItsDataThenZerosAndChangesNothingOfIt() throws Exception {
        backend.create(ONE, GIB);
        write("before", GIB - 6);
        backend.snapshot(ONE, FIRST);
        backend.create(TWO, 2 * GIB, FIRST);
        assertThat(text(backend.device(TWO), GIB - 6, 6)).isEqualTo("before");
        assertThat(read(backend.device(TWO), GIB, 4096)).containsOnly(0);
        write(backend.device(TWO), "beyond", GIB - 6);
        assertThat(text(file(FIRST.value()), GIB - 6, 6)).isEqualTo("before");
        assertThat(text(backend.device(ONE), GIB - 6, 6)).isEqualTo("before");
    }

    @Test
    void aSnapshotIsForNobodyToWriteAndItsVolumesAreForTheirOwner() throws Exception {
        backend.create(ONE, GIB);
        backend.snapshot(ONE, FIRST);
        backend.create(TWO, GIB, FIRST);
        assertThat(mode(file(FIRST.value()))).isEqualTo("r--------");
        assertThat(mode(backend.device(TWO))).isEqualTo("rw-------");
    }

    @Test
    void holesTakeNoRoomInASnapshotNorInItsVolumes() throws Exception {
        backend.create(ONE, 100 * GIB);
        write("data", 50 * GIB);
        long free = backend.space().freeBytes();
        backend.snapshot(ONE, FIRST);
        backend.create(TWO, 100 * GIB, FIRST);
        assertThat(backend.space().freeBytes()).isGreaterThan(free - 50 * GIB);
        assertThat(text(file(FIRST.value()), 50 * GIB, 4)).isEqualTo("data");
    }

    Path file(String id) {
        return backend.device(ONE).resolveSibling(id + ".raw");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    void write(String text, long at) throws Exception {
        write(backend.device(ONE), text, at);
    }

    private static void write(Path file, String text, long at) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), at);
        }
    }

    private static String text(Path file, long at, int length) throws Exception {
        return new String(read(file, at, length), StandardCharsets.US_ASCII);
    }

    private static byte[] read(Path path, long at, int length) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(at);
            byte[] bytes = new byte[length];
            file.readFully(bytes);
            return bytes;
        }
    }
}
