package io.jarrah.sc.backend;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarrah.sc.testing.LoopFileSystem;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What volumes in files do on a file system of their own, which is made for each test. */
abstract class LoopBackendContract extends FileBackendContract {
    static final int MIB = 1 << 20;
    static final long VOLUME = 512L * MIB;

    private Optional<LoopFileSystem> fileSystem = Optional.empty();

    abstract LoopFileSystem.Kind kind();

    abstract boolean shouldClone();

    @Override
    @BeforeEach
    void open() throws Exception {
        if (fileSystem.isEmpty()) {
            Optional<String> hindrance = LoopFileSystem.hindrance(kind());
            assumeTrue(hindrance.isEmpty(), () -> hindrance.orElseThrow());
            fileSystem = Optional.of(LoopFileSystem.mount(kind(), volumes()));
        }
        super.open();
    }

    @AfterEach
    void unmount() throws Exception {
        if (fileSystem.isPresent()) {
            fileSystem.get().close();
        }
    }

    Path volumes() {
        return directory.resolve("volumes");
    }

    @Test
    void knowsWhetherItClonesAndLeavesNoTraceOfTryingIt() throws Exception {
        assertThat(backend.clones()).isEqualTo(shouldClone());
        try (var files = Files.list(volumes())) {
            assertThat(files)
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .contains(".jarrah-volumes")
                    .noneMatch(name -> name.contains("probe"));
        }
    }

    @Test
    void onlyCopiesTakeRoom() throws Exception {
        backend.create(ONE, VOLUME);
        fill(32);
        long free = backend.space().freeBytes();
        backend.snapshot(ONE, FIRST);
        backend.create(TWO, VOLUME, FIRST);
        long taken = free - backend.space().freeBytes();
        assertThat(taken < 16 * MIB).isEqualTo(shouldClone());
    }

    /** Data that no program finds to be zeros. */
    void fill(int mib) throws Exception {
        byte[] bytes = new byte[MIB];
        Random random = new Random(7);
        try (FileChannel channel = FileChannel.open(backend.device(ONE), StandardOpenOption.WRITE)) {
            for (int i = 0; i < mib; i++) {
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), (long) i * MIB);
            }
            channel.force(true);
        }
    }
}
