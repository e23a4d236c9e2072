package io.jarrah.sc.backend;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.SECOND;
import static io.jarrah.sc.testing.Volumes.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.sc.backend.BackendException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every backend does alike. */
public abstract class BlockBackendContract {
    @TempDir
    Path directory;

    BlockBackend backend;

    /** One over that directory, as after a restart when there was one before. */
    protected abstract BlockBackend make(Path path);

    @BeforeEach
    void open() throws Exception {
        backend = make(directory.resolve("volumes"));
        backend.open(false);
    }

    @Test
    void beginsEmptyWithSomeRoom() throws Exception {
        assertThat(backend.volumes()).isEmpty();
        assertThat(backend.strangers()).isEmpty();
        assertThat(backend.size(ONE)).isEmpty();
        assertThat(backend.space().totalBytes()).isPositive();
    }

    @Test
    void whatWasMadeIsThereAfterARestart() throws Exception {
        backend.create(ONE, GIB);
        backend.create(TWO, 2 * GIB);
        open();
        assertThat(backend.volumes()).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(backend.size(TWO)).hasValue(2 * GIB);
        assertThat(backend.device(ONE)).isNotEqualTo(backend.device(TWO));
    }

    @Test
    void makingTwiceIsHarmlessButNeverAnotherSize() throws Exception {
        backend.create(ONE, GIB);
        backend.create(ONE, GIB);
        assertThatThrownBy(() -> backend.create(ONE, 2 * GIB))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("there already");
        assertThat(backend.size(ONE)).hasValue(GIB);
    }

    @Test
    void growsAndNeverShrinks() throws Exception {
        backend.create(ONE, GIB);
        backend.grow(ONE, 3 * GIB);
        backend.grow(ONE, 3 * GIB);
        assertThat(backend.size(ONE)).hasValue(3 * GIB);
        assertThatThrownBy(() -> backend.grow(ONE, GIB)).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> backend.grow(TWO, GIB)).isInstanceOf(BackendException.class);
        open();
        assertThat(backend.size(ONE)).hasValue(3 * GIB);
        assertThat(backend.volumes()).containsExactly(ONE);
    }

    @Test
    void whatWasRemovedIsGoneAndRemovingTwiceIsHarmless() throws Exception {
        backend.create(ONE, GIB);
        backend.delete(ONE);
        backend.delete(ONE);
        open();
        assertThat(backend.volumes()).isEmpty();
        assertThat(backend.size(ONE)).isEmpty();
    }

    @Test
    void aSnapshotIsThereAfterARestartAndWithoutItsVolume() throws Exception {
        backend.create(ONE, 2 * GIB);
        backend.snapshot(ONE, FIRST);
        backend.snapshot(ONE, SECOND);
        backend.delete(ONE);
        open();
        assertThat(backend.snapshots()).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(backend.size(FIRST)).hasValue(2 * GIB);
        assertThat(backend.volumes()).isEmpty();
        assertThat(backend.strangers()).isEmpty();
    }

    @Test
    void aSnapshotStaysAsItIs() throws Exception {
        backend.create(ONE, GIB);
        backend.snapshot(ONE, FIRST);
        backend.grow(ONE, 2 * GIB);
        backend.snapshot(ONE, FIRST);
        assertThat(backend.size(FIRST)).hasValue(GIB);
        assertThat(backend.size(ONE)).hasValue(2 * GIB);
    }

    @Test
    void aVolumeOutOfASnapshotIsAsLargeAsAskedForAndOutlivesIt() throws Exception {
        backend.create(ONE, GIB);
        backend.snapshot(ONE, FIRST);
        backend.create(TWO, 3 * GIB, FIRST);
        backend.create(TWO, 3 * GIB, FIRST);
        backend.delete(FIRST);
        backend.delete(FIRST);
        open();
        assertThat(backend.snapshots()).isEmpty();
        assertThat(backend.size(FIRST)).isEmpty();
        assertThat(backend.size(TWO)).hasValue(3 * GIB);
        assertThatThrownBy(() -> backend.create(TWO, 2 * GIB, FIRST)).hasMessageContaining("there already");
    }

    @Test
    void withoutDataNothingIsMadeOfThem() throws Exception {
        assertThatThrownBy(() -> backend.snapshot(ONE, FIRST))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(ONE.value());
        assertThatThrownBy(() -> backend.create(TWO, GIB, FIRST))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(FIRST.value());
        assertThat(backend.snapshots()).isEmpty();
        assertThat(backend.volumes()).isEmpty();
        assertThat(backend.copied(FIRST)).isZero();
        assertThat(backend.copied(TWO)).isZero();
    }

    @Test
    void aVolumeIsNeverSmallerThanItsSnapshot() throws Exception {
        backend.create(ONE, 2 * GIB);
        backend.snapshot(ONE, FIRST);
        assertThatThrownBy(() -> backend.create(TWO, GIB, FIRST))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.IMPOSSIBLE));
        assertThat(backend.volumes()).containsExactly(ONE);
    }
}
