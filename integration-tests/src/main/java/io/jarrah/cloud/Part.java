package io.jarrah.cloud;

import io.jarrah.common.lifecycle.Service;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One service of the cloud, made anew over the same state each time it starts, as a process would be. */
final class Part<S extends Service> implements Service {
    private final String name;
    private final Callable<S> factory;
    private @Nullable S running;

    Part(String name, Callable<S> factory) {
        this.name = name;
        this.factory = factory;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() throws Exception {
        if (running == null) {
            S made = factory.call();
            running = made;
            made.start();
        }
    }

    @Override
    public synchronized void stop() throws Exception {
        S ending = running;
        running = null;
        if (ending != null) {
            ending.stop();
        }
    }

    /** The service while it runs. */
    synchronized S get() {
        S current = running;
        if (current == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return current;
    }
}
