package io.jarrah.sc;

import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import io.jarrah.common.http.HealthCheck;
import io.jarrah.common.http.OpsServer;
import io.jarrah.common.lifecycle.Service;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** One cluster's storage controller, without the SOAP server that publishes {@link #service()}. */
public final class StorageController implements Service {
    private final StorageControllerConfig config;
    private final VolumeSpace space;
    private final OpsServer ops;

    /** Nothing runs before it is started. */
    public StorageController(StorageControllerConfig config, PrometheusMeterRegistry metrics) {
        this.config = config;
        this.space = new VolumeSpace(config.volumes());
        Gauge.builder("jarrah.sc.space", space, now -> now.status().totalGib())
                .description("GiB of the file system of the volumes")
                .tag("kind", "total")
                .register(metrics);
        Gauge.builder("jarrah.sc.space", space, now -> now.status().usedGib())
                .description("GiB of the file system of the volumes")
                .tag("kind", "used")
                .register(metrics);
        this.ops = new OpsServer(
                config.opsHost(),
                config.opsPort(),
                "sc",
                List.of(
                        HealthCheck.of("volumes", this::spaceProblem),
                        HealthCheck.of("network", config.network()::problem)),
                metrics);
    }

    private Optional<String> spaceProblem() {
        StorageStatus status = space.status();
        return status.health() == Health.OK ? Optional.empty() : Optional.of(status.message());
    }

    @Override
    public String name() {
        return "sc";
    }

    @Override
    public void start() throws Exception {
        Files.createDirectories(config.volumes());
        ops.start();
    }

    @Override
    public void stop() throws Exception {
        ops.stop();
    }

    /** What the cloud controller calls. */
    public StorageService service() {
        return new LocalStorageService(this::describe);
    }

    private StorageStatus describe() {
        StorageStatus status = space.status();
        String trouble = config.network().problem().orElse("");
        if (trouble.isEmpty()) {
            return status;
        }
        String message = status.message().isEmpty() ? trouble : status.message() + "; " + trouble;
        return new StorageStatus(Health.IMPAIRED, message, status.totalGib(), status.usedGib());
    }

    /** Where health and metrics are, once started. */
    public URI opsUri() {
        return ops.uri();
    }
}
