package io.jarrah.sc.volume;

import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Result;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BackendException.Kind;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.copy.Copies;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.sc.testing.ForwardingBackend;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeReconcilerTest {
    private static final Correlation TEST = new Correlation("test");

    @TempDir
    Path directory;

    private final SimulatedExporter exporter = new SimulatedExporter(new Portal("10.0.0.5", 3260));
    private LimitedBackend backend;
    private VolumeRecords records;
    private VolumeOperations operations;
    private VolumeReconciler reconciler;

    @BeforeEach
    void start() throws Exception {
        backend = new LimitedBackend(new SimulatedBackend(directory.resolve("volumes"), 100 * GIB), 6 * GIB);
        begin();
    }

    private void begin() throws Exception {
        records = new VolumeRecords(directory.resolve("records"));
        records.load();
        backend.open(false);
        operations = new VolumeOperations(records, id -> {}, InstantSource.system());
        Snapshots none = new NoSnapshots();
        reconciler = new VolumeReconciler(
                records,
                none,
                new VolumeGuard(none),
                backend,
                exporter,
                new VolumeCapacity(backend, BigDecimal.ONE, records::reservedGib),
                new Copies<>("copies"),
                InstantSource.system());
    }

    @Test
    void whatCanNeverBeMadeFails() throws Exception {
        operations.apply(TEST, spec(ONE, 1, 7));
        reconciler.reconcile(ONE);
        assertThat(record().phase()).isEqualTo(VolumePhase.FAILED);
        assertThat(message()).contains("too large");
    }

    @Test
    void whatCannotGrowIsExportedAsItIsAndSaysSoUntilSomethingElseIsAsked() throws Exception {
        operations.apply(TEST, spec(ONE, 1, 5));
        reconciler.reconcile(ONE);
        VolumeGrant grant = grant(ONE, 1, 7);
        operations.apply(TEST, spec(ONE, 2, 8, grant));
        assertThat(reconciler.reconcile(ONE)).isInstanceOf(Result.RequeueAfter.class);
        assertThat(message()).contains("too large");
        assertThat(reconciler.reconcile(ONE)).isEqualTo(Result.done());
        assertThat(exporter.exports(ONE)).hasSize(1);
        assertThat(exporter.exports(TWO)).isEmpty();
        assertThat(message()).contains("too large");
        exporter.answer(false);
        reconciler.reconcile(ONE);
        exporter.answer(true);
        begin();
        assertThat(reconciler.reconcile(ONE)).isEqualTo(Result.done());
        assertThat(message()).contains("too large");
        operations.apply(TEST, spec(ONE, 3, 5));
        reconciler.reconcile(ONE);
        assertThat(record().reason()).isEmpty();
        assertThat(record().sizeGib()).isEqualTo(5);
    }

    /** It would be work for each volume in proportion to all. */
    @Test
    void theRoomOfAllIsCountedOnlyForOneThatIsToBeLarger() throws Exception {
        operations.apply(TEST, spec(ONE, 1, 5, grant(ONE, 1, 7)));
        reconciler.reconcile(ONE);
        assertThat(record().export()).isPresent();
        int asked = backend.spaces.get();
        assertThat(asked).isPositive();
        reconciler.reconcile(ONE);
        operations.apply(TEST, spec(ONE, 2, 5));
        reconciler.reconcile(ONE);
        assertThat(backend.spaces).hasValue(asked);
    }

    @Test
    void aRecordFromBeforeThereWereRefusalsIsRead() throws Exception {
        operations.apply(TEST, spec(ONE, 1, 5));
        reconciler.reconcile(ONE);
        Path file = directory.resolve("records").resolve(ONE + ".json");
        Files.writeString(file, Files.readString(file).replaceAll("\"refusal\" *: *null,", ""));
        assertThat(file).content().doesNotContain("refusal");
        begin();
        assertThat(record().refusal()).isEqualTo(Optional.empty());
    }

    private VolumeRecord record() {
        return records.get(ONE).orElseThrow();
    }

    private String message() {
        return record().reason().map(StateReason::message).orElse("");
    }

    /** Has no larger volumes, as a file system has no larger files. */
    private static final class LimitedBackend extends ForwardingBackend {
        private final long limit;
        private final AtomicInteger spaces = new AtomicInteger();

        LimitedBackend(BlockBackend backend, long limit) {
            super(backend);
            this.limit = limit;
        }

        private void require(long bytes) throws BackendException {
            if (bytes > limit) {
                throw new BackendException(Kind.IMPOSSIBLE, bytes + " bytes are too large");
            }
        }

        @Override
        public Space space() throws BackendException {
            spaces.incrementAndGet();
            return super.space();
        }

        @Override
        public void create(VolumeId volume, long bytes) throws BackendException {
            require(bytes);
            super.create(volume, bytes);
        }

        @Override
        public void grow(VolumeId volume, long bytes) throws BackendException {
            require(bytes);
            super.grow(volume, bytes);
        }
    }
}
