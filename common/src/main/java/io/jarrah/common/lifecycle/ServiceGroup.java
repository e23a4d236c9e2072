package io.jarrah.common.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that start in order and stop in reverse. When one cannot start, those before it are stopped again. */
public final class ServiceGroup implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);

    private final String name;
    private final List<Service> services;
    private final Deque<Service> started = new ArrayDeque<>();

    public ServiceGroup(String name, List<? extends Service> services) {
        this.name = name;
        this.services = List.copyOf(services);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() throws Exception {
        boolean complete = false;
        try {
            for (Service service : services) {
                long begun = System.nanoTime();
                started.push(service);
                service.start();
                LOG.debug("{} started in {} ms", service.name(), (System.nanoTime() - begun) / 1_000_000);
            }
            complete = true;
        } finally {
            if (!complete) {
                stop();
            }
        }
    }

    @Override
    public synchronized void stop() throws Exception {
        List<Service> stopping = List.copyOf(started);
        started.clear();
        stopAll(stopping);
    }

    /** Stops all, in that order, whatever happens on the way; then throws the first failure. */
    static void stopAll(Iterable<? extends Service> services) throws Exception {
        Exception first = null;
        for (Service service : services) {
            first = stopOne(service, first);
        }
        if (first != null) {
            throw first;
        }
    }

    /** One service that cannot stop must not keep the others running, so failures are collected. */
    @SuppressWarnings("checkstyle:IllegalCatch")
    private static @Nullable Exception stopOne(Service service, @Nullable Exception first) {
        try {
            service.stop();
            return first;
        } catch (Exception e) {
            LOG.error("{} did not stop cleanly", service.name(), e);
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }
}
