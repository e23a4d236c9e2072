package io.jarrah.common.join;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.lifecycle.Service;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a {@link ComponentRegistry} up to date by long polls; while the cloud controller is away it asks again and again, and the copy serves. */
public final class RegistryFollower implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryFollower.class);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(15);

    private final ComponentRegistry registry;
    private final IdentityService cloudController;
    private final Duration wait;
    private final RandomGenerator random;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    /**
     * @param wait how long one poll may wait, up to 60 s
     * @param random spreads the retries of many components
     */
    public RegistryFollower(
            ComponentRegistry registry, IdentityService cloudController, Duration wait, RandomGenerator random) {
        this.registry = registry;
        this.cloudController = cloudController;
        this.wait = wait;
        this.random = random;
    }

    @Override
    public String name() {
        return "registry-follower";
    }

    @Override
    public synchronized void start() {
        stopping = false;
        thread = Thread.ofVirtual().name(name()).start(this::follow);
    }

    @Override
    public synchronized void stop() throws InterruptedException {
        stopping = true;
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            running.join(Duration.ofSeconds(5));
        }
    }

    private void follow() {
        Duration backoff = MIN_BACKOFF;
        while (!stopping) {
            try {
                Changes<Component> changes =
                        cloudController.describeComponents(Correlation.random(), registry.revision(), wait);
                registry.apply(changes);
                backoff = MIN_BACKOFF;
            } catch (ServiceException | UncheckedIOException e) {
                if (stopping) {
                    return;
                }
                LOG.warn("the registry of components stays as it was: {}", e.getMessage());
                if (!pause(backoff)) {
                    return;
                }
                backoff = backoff.multipliedBy(2).compareTo(MAX_BACKOFF) < 0 ? backoff.multipliedBy(2) : MAX_BACKOFF;
            }
        }
    }

    private boolean pause(Duration backoff) {
        try {
            Thread.sleep(backoff.plusMillis(random.nextLong(1 + backoff.toMillis() / 2)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
