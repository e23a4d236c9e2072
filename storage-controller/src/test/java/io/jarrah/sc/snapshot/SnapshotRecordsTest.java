package io.jarrah.sc.snapshot;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.SECOND;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.sc.volume.Snapshots.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRecordsTest {
    private static final Correlation TEST = new Correlation("test");
    private static final Instant NOW = Instant.parse("2026-11-27T07:00:00Z");

    @TempDir
    Path directory;

    private final List<SnapshotId> woken = new ArrayList<>();
    private SnapshotRecords records;
    private SnapshotOperations operations;

    @BeforeEach
    void load() {
        records = new SnapshotRecords(directory);
        records.load();
        operations = new SnapshotOperations(records, woken::add, InstantSource.fixed(NOW));
    }

    @Test
    void aVolumeIsKeptAsLongAsASnapshotOfItIsMadeAlsoAfterARestart() {
        operations.apply(TEST, spec(FIRST, ONE));
        operations.apply(TEST, spec(SECOND, ONE));
        assertThat(records.copying(ONE)).isEmpty();
        records.update(SECOND, SnapshotRecord::withCopying);
        load();
        assertThat(records.keeping(ONE)).isPresent();
        assertThat(records.copying(ONE)).contains(SECOND);
        assertThat(records.keeping(TWO)).isEmpty();
        records.update(SECOND, record -> record.enter(SnapshotPhase.AVAILABLE, Optional.empty(), NOW));
        assertThat(records.copying(ONE)).isEmpty();
        assertThat(records.keeping(ONE)).contains(FIRST);
        operations.delete(TEST, FIRST);
        assertThat(records.keeping(ONE)).isEmpty();
    }

    @Test
    void aVolumeBeginsOnlyWithAWholeOne() {
        assertThat(records.origin(FIRST)).isInstanceOf(Origin.Missing.class);
        operations.apply(TEST, spec(FIRST, ONE));
        assertThat(records.origin(FIRST)).isInstanceOf(Origin.Unfinished.class);
        records.update(FIRST, record -> record.withSize(5).enter(SnapshotPhase.AVAILABLE, Optional.empty(), NOW));
        assertThat(records.origin(FIRST)).isInstanceOf(Origin.Whole.class);
        operations.delete(TEST, FIRST);
        assertThat(records.origin(FIRST)).isInstanceOf(Origin.Whole.class);
        records.update(FIRST, record -> record.enter(SnapshotPhase.DELETING, Optional.empty(), NOW));
        assertThat(records.origin(FIRST)).isInstanceOf(Origin.Whole.class);
        records.update(FIRST, record -> record.enter(SnapshotPhase.DELETED, Optional.empty(), NOW));
        assertThat(records.origin(FIRST)).isInstanceOf(Origin.Missing.class);
        operations.apply(TEST, spec(SECOND, ONE));
        operations.delete(TEST, SECOND);
        assertThat(records.origin(SECOND)).isInstanceOf(Origin.Missing.class);
    }

    @Test
    void oneThatIsKnownIsLeftAsItIs() {
        operations.apply(TEST, spec(FIRST, ONE));
        SnapshotRecord before = records.get(FIRST).orElseThrow();
        operations.apply(TEST, spec(FIRST, ONE));
        assertThat(records.get(FIRST)).contains(before);
        assertThatThrownBy(() -> operations.apply(TEST, spec(FIRST, TWO)))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
        assertThat(woken).containsExactly(FIRST, FIRST);
    }

    @Test
    void whatIsDeletedBeforeItIsHeardOfIsNeverMade() {
        operations.delete(TEST, FIRST);
        operations.apply(TEST, spec(FIRST, ONE));
        load();
        SnapshotRecord record = records.get(FIRST).orElseThrow();
        assertThat(record.desired()).isEqualTo(SnapshotRecord.Desired.DELETE);
        assertThat(records.keeping(ONE)).isEmpty();
    }

    @Test
    void onlyWhatIsOverIsForgotten() {
        operations.apply(TEST, spec(FIRST, ONE));
        operations.forget(List.of(FIRST, SECOND));
        assertThat(records.knows(FIRST)).isTrue();
        records.update(FIRST, record -> record.enter(SnapshotPhase.FAILED, Optional.empty(), NOW));
        operations.forget(List.of(FIRST));
        assertThat(records.knows(FIRST)).isFalse();
        load();
        assertThat(records.ids()).isEmpty();
    }
}
