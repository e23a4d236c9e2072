package io.jarrah.sc.volume;

import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.VolumeExport;
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
import io.jarrah.sc.testing.Volumes;
import io.jarrah.sc.volume.VolumeChores.Chore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeChoresTest {
    private static final VolumeId THREE = Volumes.id(3);

    @TempDir
    Path directory;

    @Test
    void anExportThatCannotBeEndedKeepsNoOther() throws Exception {
        Stubborn exporter = new Stubborn(new SimulatedExporter(new Portal("10.0.0.5", 3260)), new HashSet<>());
        for (VolumeId volume : List.of(ONE, TWO, THREE)) {
            VolumeGrant grant = grant(volume, 1, 7);
            exporter.export(new ExportRequest(volume, 1, Path.of("/gone"), 1L << 30, grant.initiator(), grant.chap()));
        }
        VolumeId first = exporter.exports().getFirst().volume();
        exporter.hung().add(first);
        VolumeChores chores = new VolumeChores(
                new VolumeRecords(directory.resolve("records")),
                new SimulatedBackend(directory.resolve("volumes"), GIB),
                exporter);
        assertThat(chores.reconcile(Chore.EXPORTS)).isInstanceOf(Result.RequeueAfter.class);
        assertThat(exporter.exports()).extracting(ExportedVolume::volume).containsExactly(first);
        exporter.hung().clear();
        assertThat(chores.reconcile(Chore.EXPORTS)).isEqualTo(Result.done());
        assertThat(exporter.exports()).isEmpty();
    }

    /** Cannot end the exports of some volumes. */
    private record Stubborn(SimulatedExporter exporter, Set<VolumeId> hung) implements VolumeExporter {
        @Override
        public String name() {
            return exporter.name();
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public List<ExportedVolume> exports() throws ExportException {
            return exporter.exports();
        }

        @Override
        public List<ExportedVolume> exports(VolumeId volume) throws ExportException {
            return exporter.exports(volume);
        }

        @Override
        public VolumeExport export(ExportRequest wanted) throws ExportException {
            return exporter.export(wanted);
        }

        @Override
        public void withdraw(VolumeId volume, long attachment) throws ExportException {
            if (hung.contains(volume)) {
                throw new ExportException(volume + " hangs");
            }
            exporter.withdraw(volume, attachment);
        }

        @Override
        public Optional<Portal> portal() {
            return exporter.portal();
        }

        @Override
        public void upkeep() {}

        @Override
        public Optional<String> problem() {
            return exporter.problem();
        }

        @Override
        public void onChange(Runnable listener) {
            exporter.onChange(listener);
        }
    }
}
