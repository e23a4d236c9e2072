package io.jarrah.clc.reconcile;

import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.cluster.ClusterWakeUp;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.lifecycle.Service;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to every registered cluster: two long polls each, begun and ended as clusters come and go. */
public final class ClusterObserver implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterObserver.class);

    /**
     * How it listens.
     *
     * @param poll how long a poll stays open when nothing changes, at most 60 s
     * @param minPause first pause after a failed poll; doubles
     * @param maxPause longest pause
     * @param unreachableAfter a cluster that fails for this long is unreachable
     * @param scan how often registered clusters are looked up
     */
    public record Options(
            Duration poll, Duration minPause, Duration maxPause, Duration unreachableAfter, Duration scan) {
        /** 30 s polls, pauses of 100 ms to 5 s, unreachable after 10 s, a look at the registry every 2 s. */
        public static final Options USUAL = new Options(
                Duration.ofSeconds(30),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    private final ClusterDirectory directory;
    private final ClusterServices services;
    private final Observations observations;
    private final ClusterViews views;
    private final ClusterWakeUp reconciler;
    private final InstantSource clock;
    private final Options options;
    private final Map<ClusterName, ClusterWatch> watches = new ConcurrentHashMap<>();
    private @Nullable Thread scanner;
    private volatile boolean stopped;

    public ClusterObserver(
            ClusterDirectory directory,
            ClusterServices services,
            Observations observations,
            ClusterViews views,
            ClusterWakeUp reconciler,
            InstantSource clock,
            Options options) {
        this.directory = directory;
        this.services = services;
        this.observations = observations;
        this.views = views;
        this.reconciler = reconciler;
        this.clock = clock;
        this.options = options;
    }

    @Override
    public String name() {
        return "cluster-observer";
    }

    @Override
    public synchronized void start() {
        if (scanner == null) {
            stopped = false;
            scanner = Thread.ofVirtual().name("cluster-observer").start(this::scan);
        }
    }

    @Override
    public synchronized void stop() throws InterruptedException {
        Thread running = scanner;
        scanner = null;
        // Beside the interrupt, which a look at the rows may swallow.
        stopped = true;
        if (running != null) {
            running.interrupt();
            running.join();
        }
        for (ClusterWatch watch : watches.values()) {
            watch.stop();
        }
        watches.clear();
    }

    private void scan() {
        try {
            follow();
            while (!stopped) {
                Thread.sleep(options.scan());
                follow();
            }
        } catch (InterruptedException e) {
            LOG.debug("cluster observer ends");
        }
    }

    private void follow() throws InterruptedException {
        Set<ClusterName> registered;
        try {
            registered = new HashSet<>(directory.clusters());
        } catch (RuntimeException e) {
            LOG.warn("cannot look up the registered clusters; trying again in {}", options.scan(), e);
            return;
        }
        try {
            observations.registered(registered).forEach(reconciler::wakeUp);
        } catch (RuntimeException e) {
            LOG.warn("cannot take tunnels from clusters that went; trying again in {}", options.scan(), e);
        }
        for (ClusterName cluster : registered) {
            watches.computeIfAbsent(cluster, this::watch);
        }
        for (ClusterName gone : Set.copyOf(watches.keySet())) {
            if (!registered.contains(gone)) {
                ClusterWatch watch = watches.remove(gone);
                if (watch != null) {
                    watch.stop();
                }
            }
        }
    }

    private ClusterWatch watch(ClusterName cluster) {
        ClusterWatch watch =
                new ClusterWatch(cluster, services, observations, views.of(cluster), reconciler, clock, options);
        watch.start();
        return watch;
    }
}
