package io.jarrah.nc.instance;

import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.nc.disk.InstanceDisks;
import io.jarrah.nc.disk.StagingException;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.instance.Observation.StagingView;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Downloads and disk making under way, a thread each, so that the reconciler never waits for them. */
public final class StagingTasks implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StagingTasks.class);

    private final InstanceDisks disks;
    private final InstantSource clock;
    private final Consumer<InstanceId> finished;
    private final ConcurrentHashMap<InstanceId, Task> tasks = new ConcurrentHashMap<>();

    /**
     * @param finished called when a task ended, however it did
     */
    public StagingTasks(InstanceDisks disks, InstantSource clock, Consumer<InstanceId> finished) {
        this.disks = disks;
        this.clock = clock;
        this.finished = finished;
    }

    @Override
    public String name() {
        return "staging";
    }

    @Override
    public void start() {}

    @Override
    public void stop() throws InterruptedException {
        for (Task task : tasks.values()) {
            task.thread.interrupt();
        }
        for (Task task : tasks.values()) {
            task.thread.join();
        }
    }

    /** Where staging of the instance stands. */
    StagingView status(InstanceId id) {
        Task task = tasks.get(id);
        return task == null ? new StagingView.Idle() : task.view;
    }

    /** Begins unless it is under way. */
    void begin(InstanceSpec spec, String correlation) {
        tasks.compute(spec.id(), (id, known) -> {
            if (known != null && known.view instanceof StagingView.Running) {
                return known;
            }
            int tries = known != null && known.view instanceof StagingView.Failed failed ? failed.tries() : 0;
            Task task = new Task(spec, correlation, tries + 1);
            task.thread.start();
            return task;
        });
    }

    /** Asks a task under way to end; its status tells when it has. */
    void cancel(InstanceId id) {
        Task task = tasks.get(id);
        if (task != null) {
            task.thread.interrupt();
        }
    }

    /** Forgets how it went. */
    void clear(InstanceId id) {
        tasks.computeIfPresent(id, (key, task) -> task.view instanceof StagingView.Running ? task : null);
    }

    private final class Task implements Runnable {
        private final InstanceSpec spec;
        private final String correlation;
        private final int tries;
        private final Thread thread;
        private volatile StagingView view = new StagingView.Running();

        Task(InstanceSpec spec, String correlation, int tries) {
            this.spec = spec;
            this.correlation = correlation;
            this.tries = tries;
            this.thread = Thread.ofVirtual().name("staging-" + spec.id()).unstarted(this);
        }

        @Override
        public void run() {
            MDC.put("correlation", correlation);
            @Nullable StagingView outcome = null;
            try {
                disks.prepare(spec);
                outcome = new StagingView.Idle();
            } catch (StagingException e) {
                LOG.warn("cannot stage {}: {}", spec.id(), e.getMessage());
                outcome = failed(e.remedy(), e.getMessage());
            } catch (InterruptedException e) {
                LOG.debug("staging {} was ended", spec.id());
                outcome = new StagingView.Idle();
            } finally {
                // What is unforeseen ends the thread and is logged by the JVM; the instance is then tried again.
                view = outcome != null
                        ? outcome
                        : failed(Remedy.TRY_AGAIN, "staging broke unexpectedly; see the node's log");
                finished.accept(spec.id());
            }
        }

        private StagingView failed(Remedy remedy, @Nullable String message) {
            return new StagingView.Failed(remedy, String.valueOf(message), spec.images(), clock.instant(), tries);
        }
    }
}
