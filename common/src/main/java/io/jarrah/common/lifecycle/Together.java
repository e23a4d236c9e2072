package io.jarrah.common.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Services that do not need one another and are slow to start: started at the same time, stopped in reverse order. */
public final class Together implements Service {
    private final String name;
    private final List<Service> services;

    public Together(String name, List<? extends Service> services) {
        this.name = name;
        this.services = List.copyOf(services);
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns when all have started; when some fail it throws the first failure, and {@link #stop} ends the others. */
    @Override
    public void start() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starting = new ArrayList<>();
            for (Service service : services) {
                starting.add(executor.submit(() -> {
                    service.start();
                    return service;
                }));
            }
            for (Future<?> one : starting) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new IllegalStateException("one of " + name + " did not start", e.getCause());
        }
    }

    @Override
    public void stop() throws Exception {
        ServiceGroup.stopAll(services.reversed());
    }
}
