package io.jarrah.sc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.config.StorageNetwork;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.StorageStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageControllerTest {
    @TempDir
    Path directory;

    private StorageController controller;

    @BeforeEach
    void start() throws Exception {
        start(StorageNetwork.NONE);
    }

    private void start(StorageNetwork network) throws Exception {
        controller = new StorageController(
                new StorageControllerConfig(directory.resolve("volumes"), network, "127.0.0.1", 0),
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
    void isImpairedWithoutItsDirectory() throws Exception {
        Files.delete(directory.resolve("volumes"));
        StorageStatus status = controller.service().describeStorage(new Correlation("test"));
        assertThat(status.health()).isEqualTo(Health.IMPAIRED);
        assertThat(status.message()).contains("VOLUME_PATH");
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("volumes");
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
