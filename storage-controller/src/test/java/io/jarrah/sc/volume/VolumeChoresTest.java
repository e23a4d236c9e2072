package io.jarrah.sc.volume;

import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Result;
import io.jarrah.sc.export.ExportException;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.export.VolumeExporter;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.sc.testing.ForwardingExporter;
import io.jarrah.sc.testing.Volumes;
import io.jarrah.sc.volume.VolumeChores.Chore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeChoresTest {
    private static final VolumeId THREE = Volumes.id(3);

    @TempDir
    Path directory;

    @Test
    void anExportThatCannotBeEndedKeepsNoOther() throws Exception {
        Stubborn exporter = new Stubborn(new SimulatedExporter(new Portal("10.0.0.5", 3260)));
        for (VolumeId volume : List.of(ONE, TWO, THREE)) {
            VolumeGrant grant = grant(volume, 1, 7);
            exporter.export(new ExportRequest(volume, 1, Path.of("/gone"), 1L << 30, grant.initiator(), grant.chap()));
        }
        VolumeId first = exporter.exports().getFirst().volume();
        exporter.hung.add(first);
        VolumeChores chores = new VolumeChores(
                new VolumeRecords(directory.resolve("records")),
                new NoSnapshots(),
                new SimulatedBackend(directory.resolve("volumes"), GIB),
                exporter);
        assertThat(chores.reconcile(Chore.EXPORTS)).isInstanceOf(Result.RequeueAfter.class);
        assertThat(exporter.exports()).extracting(ExportedVolume::volume).containsExactly(first);
        exporter.hung.clear();
        assertThat(chores.reconcile(Chore.EXPORTS)).isEqualTo(Result.done());
        assertThat(exporter.exports()).isEmpty();
    }

    @Test
    void volumesAndSnapshotsThatNobodyKnowsAreToldAndStay() throws Exception {
        SimulatedBackend backend = new SimulatedBackend(directory.resolve("volumes"), GIB);
        backend.open(false);
        backend.create(ONE, GIB);
        backend.snapshot(ONE, Volumes.FIRST);
        VolumeChores chores = new VolumeChores(
                new VolumeRecords(directory.resolve("records")),
                new NoSnapshots(),
                backend,
                new SimulatedExporter(new Portal("10.0.0.5", 3260)));
        assertThat(chores.reconcile(Chore.DATA)).isEqualTo(Result.done());
        assertThat(chores.unknown()).containsExactlyInAnyOrder(ONE.value(), Volumes.FIRST.value());
        assertThat(backend.snapshots()).containsExactly(Volumes.FIRST);
    }

    /** Cannot end the exports of some volumes. */
    private static final class Stubborn extends ForwardingExporter {
        private final Set<VolumeId> hung = new HashSet<>();

        Stubborn(VolumeExporter exporter) {
            super(exporter);
        }

        @Override
        public void withdraw(VolumeId volume, long attachment) throws ExportException {
            if (hung.contains(volume)) {
                throw new ExportException(volume + " hangs");
            }
            super.withdraw(volume, attachment);
        }
    }
}
