package io.jarrah.sc.backend;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.SECOND;
import static io.jarrah.sc.testing.Volumes.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.sc.backend.BackendException.Kind;
import io.jarrah.sc.testing.LoopFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Beside what all do, what may go wrong with copies. */
class Ext4BackendIT extends LoopBackendContract {
    private final CommandRunner real = new ProcessCommandRunner();

    @Override
    LoopFileSystem.Kind kind() {
        return LoopFileSystem.Kind.EXT4;
    }

    @Override
    boolean shouldClone() {
        return false;
    }

    private static boolean copies(Command command) {
        return command.argv().contains("--sparse=always");
    }

    @Test
    void whenTheDiskIsFullInTheMiddleNothingIsLeft() throws Exception {
        backend.create(ONE, VOLUME);
        fill(32);
        Path ballast = volumes().resolve("ballast");
        backend = new FileBackend(volumes(), command -> {
            // After it was looked whether there is room.
            if (copies(command)) {
                fillUp(ballast);
            }
            return real.run(command);
        });
        assertFull(() -> backend.snapshot(ONE, FIRST), "No space left on device");
        assertNothingIsLeft();
        assertFull(() -> backend.snapshot(ONE, SECOND), "VOLUME_PATH has only");
        assertNothingIsLeft();
        Files.delete(ballast);
        backend = make(volumes());
        backend.snapshot(ONE, FIRST);
        fillUp(ballast);
        assertFull(() -> backend.create(TWO, VOLUME, FIRST), "VOLUME_PATH has only");
        assertThat(backend.snapshots()).containsExactly(FIRST);
        assertThat(backend.volumes()).containsExactly(ONE);
    }

    private static void assertFull(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(backend.snapshots()).isEmpty();
        try (var files = Files.list(volumes())) {
            assertThat(files)
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .containsExactlyInAnyOrder(".jarrah-volumes", "lost+found", ONE + ".raw", "ballast");
        }
    }

    private static void fillUp(Path ballast) {
        for (int size = 8 * MIB; size >= 1024; size /= 2) {
            try (FileChannel channel =
                    FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (channel.write(ByteBuffer.wrap(new byte[size])) == size) {
                    channel.force(false);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
        }
    }

    @Test
    void oneThatIsInterruptedEndsItsProgramAndLeavesNothing() throws Exception {
        backend.create(ONE, VOLUME);
        CountDownLatch begun = new CountDownLatch(1);
        backend = new FileBackend(volumes(), command -> {
            if (!copies(command)) {
                return real.run(command);
            }
            begun.countDown();
            return real.run(Command.of("/usr/bin/sleep", "600"));
        });
        FutureTask<String> copy = new FutureTask<>(() -> {
            backend.snapshot(ONE, FIRST);
            return "made";
        });
        Thread thread = Thread.ofPlatform().start(copy);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(volumes().resolve("." + FIRST + ".raw.tmp")).exists();
        thread.interrupt();
        assertThatThrownBy(copy::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(volumes().resolve("." + FIRST + ".raw.tmp")).doesNotExist();
        assertThat(backend.snapshots()).isEmpty();
    }

    /** As when the controller was killed while it copied. */
    @Test
    void whatAnEarlierProcessLeftIsEndedAndRemoved() throws Exception {
        Path unfinished = Files.createFile(volumes().resolve("." + FIRST + ".raw.tmp"));
        // It waits for ever for somebody to write.
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process left = new ProcessBuilder(
                        "/usr/bin/cp", "--sparse=always", "--", pipe.toString(), unfinished.toString())
                .start();
        Process other = new ProcessBuilder(
                        "/usr/bin/cp", "--sparse=always", "--", pipe.toString(), directory + "/.somebody-elses")
                .start();
        try {
            open();
            assertThat(left.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(unfinished).doesNotExist();
            assertThat(other.isAlive()).isTrue();
        } finally {
            left.destroyForcibly().waitFor();
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void tellsHowFarItIs() throws Exception {
        backend.create(ONE, VOLUME);
        fill(4);
        long[] copied = new long[2];
        backend = new FileBackend(volumes(), command -> {
            copied[0] = Math.max(copied[0], backend.copied(FIRST));
            var result = real.run(command);
            copied[1] = Math.max(copied[1], backend.copied(FIRST));
            return result;
        });
        backend.snapshot(ONE, FIRST);
        assertThat(copied).containsExactly(0, VOLUME);
        assertThat(backend.copied(FIRST)).isZero();
    }
}
