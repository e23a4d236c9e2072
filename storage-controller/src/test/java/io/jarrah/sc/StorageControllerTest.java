package io.jarrah.sc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.testing.Eventually;
import io.jarrah.sc.backend.BlockBackend;
import io.jarrah.sc.backend.FileBackend;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.simulated.SimulatedExporter;
import io.jarrah.sc.testing.Volumes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageControllerTest {
    @TempDir
    Path directory;

    private final SimulatedExporter exporter = new SimulatedExporter(new Portal("127.0.0.1", 3260));
    private StorageController controller;

    @BeforeEach
    void start() throws Exception {
        start(StorageNetwork.NONE);
    }

    private void start(StorageNetwork network) throws Exception {
        StorageControllerConfig local = StorageControllerConfig.local(directory.resolve("sc"));
        StorageControllerConfig config = new StorageControllerConfig(
                local.state(),
                directory.resolve("volumes"),
                new BigDecimal("1.5"),
                network,
                local.host(),
                local.iscsiPort(),
                local.opsHost(),
                local.opsPort());
        controller = StorageController.simulated(
                config,
                new FileBackend(config.volumes()),
                exporter,
                InstantSource.system(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        controller.start();
    }

    @AfterEach
    void stop() throws Exception {
        controller.stop();
    }

    @Test
    void tellsTheSpaceOfItsVolumes() throws Exception {
        StorageStatus status = controller.service().describeStorage(new Correlation("test"));
        assertThat(status.totalGib()).isEqualTo(Files.getFileStore(directory).getTotalSpace() >> 30);
        assertThat(status.usedGib()).isBetween(0L, status.totalGib());
        assertThat(get("/metrics").body()).contains("jarrah_sc_space{kind=\"total\"}");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void countsItsVolumes() throws Exception {
        controller.service().applyVolume(new Correlation("test"), Volumes.spec(Volumes.ONE, 1, 1));
        Files.writeString(directory.resolve("volumes").resolve("notes.txt"), "whose?");
        Eventually.passes(() -> assertThat(get("/metrics").body())
                .contains("jarrah_sc_volumes{phase=\"available\"} 1.0", "jarrah_sc_exports 0.0")
                .contains("jarrah_sc_space{kind=\"promised\"} 1.0"));
        assertThat(directory.resolve("volumes").resolve(Volumes.ONE + ".raw")).hasSize(1L << 30);
    }

    @Test
    void whatIsPromisedMayBeMoreThanThereIs() throws Exception {
        long total = Files.getFileStore(directory).getTotalSpace() >> 30;
        controller.service().applyVolume(new Correlation("test"), Volumes.spec(Volumes.ONE, 1, (int) (total * 1.4)));
        controller.service().applyVolume(new Correlation("test"), Volumes.spec(Volumes.TWO, 1, (int) (total * 1.6)));
        Eventually.passes(() -> assertThat(get("/metrics").body())
                .contains("jarrah_sc_volumes{phase=\"available\"} 1.0", "jarrah_sc_volumes{phase=\"failed\"} 1.0"));
    }

    @Test
    void isImpairedWhenItsExporterIs() throws Exception {
        exporter.answer(false);
        StorageStatus status = controller.service().describeStorage(new Correlation("test"));
        assertThat(status.health()).isEqualTo(Health.IMPAIRED);
        assertThat(status.message()).contains("does not answer");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void isImpairedWhenTheFileSystemIsNearlyFull() {
        long gib = 1L << 30;
        assertThat(VolumeSpace.nearlyFull(new BlockBackend.Space(10 * gib, gib - 1)))
                .isTrue();
        assertThat(VolumeSpace.nearlyFull(new BlockBackend.Space(10 * gib, gib)))
                .isFalse();
        assertThat(VolumeSpace.nearlyFull(new BlockBackend.Space(500 * gib, 9 * gib)))
                .isTrue();
        assertThat(VolumeSpace.nearlyFull(new BlockBackend.Space(500 * gib, 11 * gib)))
                .isFalse();
        assertThat(VolumeSpace.nearlyFull(new BlockBackend.Space(50_000 * gib, 21 * gib)))
                .isFalse();
    }

    /** Facts 7.2, failure 15: the driver of a protocol that was not chosen was loaded. */
    @Test
    void failure15NoKernelModuleIsLoaded() throws Exception {
        Path classes = Path.of(StorageController.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("modprobe", "insmod", "vblade");
            }
        }
        assertThat(classes.resolve("io/jarrah/sc/os/TgtDaemon.class")).exists();
    }

    @Test
    void isImpairedWithoutItsDirectory() throws Exception {
        Files.delete(directory.resolve("volumes").resolve(".jarrah-volumes"));
        Files.delete(directory.resolve("volumes"));
        StorageStatus status = controller.service().describeStorage(new Correlation("test"));
        assertThat(status.health()).isEqualTo(Health.IMPAIRED);
        assertThat(status.message()).contains("VOLUME_PATH");
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("volumes");
    }

    @Test
    void isImpairedAndKeepsItsRecordsWhileTheFileSystemOfItsVolumesIsNotMounted() throws Exception {
        Path volumes = directory.resolve("volumes");
        controller.service().applyVolume(new Correlation("test"), Volumes.spec(Volumes.ONE, 1, 1));
        Eventually.isTrue(() -> phase() == VolumePhase.AVAILABLE);
        stop();
        Files.move(volumes, directory.resolve("away"));
        start();
        StorageStatus status = controller.service().describeStorage(new Correlation("test"));
        assertThat(status.health()).isEqualTo(Health.IMPAIRED);
        assertThat(status.message()).contains("VOLUME_PATH mounted?");
        controller.service().deleteVolume(new Correlation("test"), new VolumeRef(Volumes.ONE, 2));
        Eventually.isTrue(
                () -> phase() == VolumePhase.DELETING && observed().reason().isPresent());
        Files.delete(volumes);
        Files.move(directory.resolve("away"), volumes);
        Eventually.isTrue(() -> phase() == VolumePhase.DELETED);
        assertThat(volumes.resolve(Volumes.ONE + ".raw")).doesNotExist();
    }

    private VolumePhase phase() {
        return observed().phase();
    }

    private ObservedVolume observed() {
        return controller
                .service()
                .describeVolumes(new Correlation("test"), Revision.NONE, Duration.ZERO)
                .items()
                .getFirst();
    }

    /** Facts 7.2, failure 10: volumes had to take the first interface, and nobody said that another was not there. */
    @Test
    void failure10IsImpairedWithoutTheInterfaceOfItsStorageNetwork() throws Exception {
        stop();
        start(new StorageNetwork("eth1.100", Optional.empty(), StorageNetwork.KERNEL_VLANS));
        StorageStatus status = controller.service().describeStorage(new Correlation("test"));
        assertThat(status.health()).isEqualTo(Health.IMPAIRED);
        assertThat(status.message()).contains("eth1.100 (STORAGE_INTERFACE)");
        assertThat(status.totalGib()).isPositive();
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(controller.opsUri().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
