package io.jarrah.sc;

import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedBackend;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the cloud controller is promised of volumes, over simulated disks and exports, and over restarts. */
@Timeout(120)
class VolumeServiceTest {
    private static final Correlation TEST = new Correlation("test");
    private static final Portal PORTAL = new Portal("127.0.0.1", 3260);
    private static final long TOTAL = 100 * GIB;

    @TempDir
    Path directory;

    private final SimulatedExporter exporter = new SimulatedExporter(PORTAL);
    private SimulatedBackend backend;
    private StorageController controller;

    @BeforeEach
    void start() throws Exception {
        StorageControllerConfig config = StorageControllerConfig.local(directory);
        backend = new SimulatedBackend(config.volumes(), TOTAL);
        controller = StorageController.simulated(
                config,
                backend,
                exporter,
                InstantSource.system(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        controller.start();
    }

    @AfterEach
    void stop() throws Exception {
        controller.stop();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    private StorageService service() {
        return controller.service();
    }

    private Optional<ObservedVolume> observed(VolumeId id) {
        return service().describeVolumes(TEST, Revision.NONE, Duration.ZERO).items().stream()
                .filter(volume -> volume.id().equals(id))
                .findFirst();
    }

    private ObservedVolume reaches(VolumeId id, VolumePhase phase) throws Exception {
        return Eventually.get(() -> observed(id).filter(volume -> volume.phase() == phase));
    }

    private VolumeExport exported(VolumeId id, long attachment) throws Exception {
        return Eventually.get(
                () -> observed(id).flatMap(ObservedVolume::export).filter(export -> export.attachment() == attachment));
    }

    private void unexported(VolumeId id) throws Exception {
        Eventually.isTrue(() -> observed(id).orElseThrow().export().isEmpty());
    }

    @Test
    void aVolumeIsMadeDeletedAndForgotten() throws Exception {
        service().applyVolume(TEST, spec(ONE, 1, 5));
        ObservedVolume made = reaches(ONE, VolumePhase.AVAILABLE);
        assertThat(made.sizeGib()).isEqualTo(5);
        assertThat(made.generation()).isEqualTo(1);
        assertThat(backend.size(ONE)).hasValue(5 * GIB);
        service().forgetVolumes(TEST, List.of(ONE));
        assertThat(observed(ONE)).isPresent();
        service().deleteVolume(TEST, new VolumeRef(ONE, 2));
        assertThat(reaches(ONE, VolumePhase.DELETED).sizeGib()).isZero();
        assertThat(backend.volumes()).isEmpty();
        service().applyVolume(TEST, spec(ONE, 3, 5));
        assertThat(reaches(ONE, VolumePhase.DELETED)).isNotNull();
        service().forgetVolumes(TEST, List.of(ONE, TWO));
        assertThat(observed(ONE)).isEmpty();
        assertThat(directory.resolve("records").resolve(ONE + ".json")).doesNotExist();
    }

    @Test
    void changesComeToWhoWaitsForThem() throws Exception {
        Changes<ObservedVolume> before = service().describeVolumes(TEST, Revision.NONE, Duration.ZERO);
        service().applyVolume(TEST, spec(ONE, 1, 5));
        Changes<ObservedVolume> after = service().describeVolumes(TEST, before.revision(), Duration.ofSeconds(30));
        assertThat(after.complete()).isFalse();
        assertThat(after.items()).extracting(ObservedVolume::id).containsExactly(ONE);
    }

    @Test
    void whatIsUnknownAndDeletedStaysDeleted() throws Exception {
        service().deleteVolume(TEST, new VolumeRef(ONE, 4));
        assertThat(reaches(ONE, VolumePhase.DELETED).generation()).isEqualTo(4);
        restart();
        service().applyVolume(TEST, spec(ONE, 5, 5));
        assertThat(reaches(ONE, VolumePhase.DELETED)).isNotNull();
        assertThat(backend.volumes()).isEmpty();
    }

    @Test
    void aGrantIsExportedToOneAloneAndTheNextOneShutsItOut() throws Exception {
        VolumeGrant first = grant(ONE, 1, 7);
        VolumeGrant second = grant(ONE, 2, 8);
        service().applyVolume(TEST, spec(ONE, 1, 5, first));
        VolumeExport export = exported(ONE, 1);
        assertThat(export.target()).isEqualTo(IscsiNames.target(ONE, 1));
        assertThat(export.host()).isEqualTo(PORTAL.host());
        assertThat(exporter.admits(export.target(), first.initiator(), first.chap()))
                .isTrue();
        assertThat(exporter.admits(export.target(), second.initiator(), first.chap()))
                .isFalse();
        service().applyVolume(TEST, spec(ONE, 2, 5, second));
        exported(ONE, 2);
        assertThat(exporter.admits(export.target(), first.initiator(), first.chap()))
                .isFalse();
        service().applyVolume(TEST, spec(ONE, 3, 5));
        unexported(ONE);
        assertThat(exporter.exports()).isEmpty();
    }

    @Test
    void whatWasTakenAwayIsSaidToBeGoneOnlyWhenItIs() throws Exception {
        service().applyVolume(TEST, spec(ONE, 1, 5, grant(ONE, 1, 7)));
        exported(ONE, 1);
        exporter.answer(false);
        service().applyVolume(TEST, spec(ONE, 2, 5));
        Eventually.isTrue(() -> observed(ONE).orElseThrow().reason().isPresent());
        assertThat(observed(ONE).orElseThrow().export()).isPresent();
        exporter.answer(true);
        unexported(ONE);
        Eventually.isTrue(() -> observed(ONE).orElseThrow().reason().isEmpty());
    }

    @Test
    void aLowerGenerationChangesNothing() throws Exception {
        service().applyVolume(TEST, spec(ONE, 5, 5, grant(ONE, 1, 7)));
        exported(ONE, 1);
        service().applyVolume(TEST, spec(ONE, 4, 5));
        service().deleteVolume(TEST, new VolumeRef(ONE, 4));
        service().applyVolume(TEST, spec(TWO, 1, 5));
        reaches(TWO, VolumePhase.AVAILABLE);
        ObservedVolume volume = observed(ONE).orElseThrow();
        assertThat(volume.phase()).isEqualTo(VolumePhase.AVAILABLE);
        assertThat(volume.generation()).isEqualTo(5);
        assertThat(volume.export()).isPresent();
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        service().applyVolume(TEST, spec(ONE, 1, 5, grant(ONE, 1, 7)));
        reaches(ONE, VolumePhase.AVAILABLE);
        refused(spec(ONE, 2, 4), "shrink");
        refused(
                new VolumeSpec(ONE, 2, new AccountId("999999999999"), 5, Optional.empty(), Optional.empty()),
                "another account");
        refused(spec(ONE, 2, 5, grant(ONE, 1, 8)), "another initiator");
        refused(spec(TWO, 1, 5, grant(ONE, 1, 7)), "in use");
        assertThat(observed(TWO)).isEmpty();
    }

    private void refused(VolumeSpec spec, String why) {
        assertThatThrownBy(() -> service().applyVolume(TEST, spec))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID))
                .hasMessageContaining(why);
    }

    @Test
    void whatDoesNotFitBesideTheOthersFailsAndLeavesNothing() throws Exception {
        service().applyVolume(TEST, spec(ONE, 1, 60));
        reaches(ONE, VolumePhase.AVAILABLE);
        service().applyVolume(TEST, spec(TWO, 1, 41));
        ObservedVolume failed = reaches(TWO, VolumePhase.FAILED);
        assertThat(failed.reason().orElseThrow().code()).isEqualTo("Server.InsufficientVolumeCapacity");
        assertThat(failed.reason().orElseThrow().message()).contains("41 GiB", "40 GiB");
        assertThat(backend.volumes()).containsExactly(ONE);
        service().forgetVolumes(TEST, List.of(TWO));
        service().deleteVolume(TEST, new VolumeRef(ONE, 2));
        reaches(ONE, VolumePhase.DELETED);
        service().applyVolume(TEST, spec(TWO, 1, 100));
        reaches(TWO, VolumePhase.AVAILABLE);
    }

    @Test
    void growsAttachedOrNot() throws Exception {
        service().applyVolume(TEST, spec(ONE, 1, 5));
        reaches(ONE, VolumePhase.AVAILABLE);
        service().applyVolume(TEST, spec(ONE, 2, 6));
        Eventually.isTrue(() -> observed(ONE).orElseThrow().sizeGib() == 6);
        VolumeGrant grant = grant(ONE, 1, 7);
        service().applyVolume(TEST, spec(ONE, 3, 6, grant));
        exported(ONE, 1);
        service().applyVolume(TEST, spec(ONE, 4, 7, grant));
        Eventually.isTrue(() -> observed(ONE).orElseThrow().sizeGib() == 7);
        assertThat(exporter.exports(ONE)).extracting(ExportedVolume::bytes).containsExactly(7 * GIB);
        assertThat(observed(ONE).orElseThrow().reason()).isEmpty();
        assertThat(backend.size(ONE)).hasValue(7 * GIB);
    }

    @Test
    void recordsHoldSecretsOnlyAsLongAsTheyMustAndForTheirOwnerOnly() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        service().applyVolume(TEST, spec(ONE, 1, 5, grant));
        Path record = directory.resolve("records").resolve(ONE + ".json");
        assertThat(record).content().contains(grant.chap().secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                .isEqualTo("rw-------");
        service().applyVolume(TEST, spec(ONE, 2, 5));
        assertThat(record).content().doesNotContain(grant.chap().secret());
    }

    /** Facts 7.2, failure 35: targets were missing after a restart of the storage controller. */
    @Test
    void failure35ExportsComeBackWithoutBeingAskedFor() throws Exception {
        VolumeGrant grant = grant(ONE, 1, 7);
        service().applyVolume(TEST, spec(ONE, 1, 5, grant));
        VolumeExport export = exported(ONE, 1);
        exporter.lose();
        Eventually.isTrue(() -> exporter.admits(export.target(), grant.initiator(), grant.chap()));
        stop();
        exporter.lose();
        start();
        Eventually.isTrue(() -> exporter.admits(export.target(), grant.initiator(), grant.chap()));
        assertThat(observed(ONE).orElseThrow().export()).contains(export);
    }

    /** Facts 7.2, failure 37: what was being made when the storage controller ended was being made for ever. */
    @Test
    void failure37WhatWasBegunIsFinishedAfterARestart() throws Exception {
        stop();
        // Nothing works yet: as if it had ended right after it took the requests up.
        service().applyVolume(TEST, spec(ONE, 1, 5, grant(ONE, 1, 7)));
        service().deleteVolume(TEST, new VolumeRef(TWO, 1));
        assertThat(observed(ONE).orElseThrow().phase()).isEqualTo(VolumePhase.CREATING);
        start();
        reaches(ONE, VolumePhase.AVAILABLE);
        exported(ONE, 1);
        reaches(TWO, VolumePhase.DELETED);
    }

    @Test
    void anExportThatNobodyKnowsIsEnded() throws Exception {
        VolumeGrant grant = grant(TWO, 9, 7);
        exporter.export(new ExportRequest(TWO, 9, Path.of("/gone"), GIB, grant.initiator(), grant.chap()));
        restart();
        Eventually.isTrue(() -> exporter.exports().isEmpty());
    }

    @Test
    void dataThatAreGoneAreSaidToBeAndNotMadeAnew() throws Exception {
        service().applyVolume(TEST, spec(ONE, 1, 5));
        reaches(ONE, VolumePhase.AVAILABLE);
        backend.delete(ONE);
        service().applyVolume(TEST, spec(ONE, 2, 5, grant(ONE, 1, 7)));
        Eventually.isTrue(() -> observed(ONE).orElseThrow().reason().isPresent());
        assertThat(observed(ONE).orElseThrow().reason().orElseThrow().message()).contains("data are not there");
        assertThat(backend.size(ONE)).isEmpty();
        assertThat(exporter.exports()).isEmpty();
    }
}
