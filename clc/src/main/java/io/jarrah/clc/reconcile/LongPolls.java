package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The long polls of one service, each on a thread of its own, and for how long it does not answer. */
public final class LongPolls {
    private static final Logger LOG = LoggerFactory.getLogger(LongPolls.class);

    /** One long poll; returns the revision to ask since next. */
    public interface Poll {
        /** Asks once. Whatever it throws is an answer that did not come. */
        Revision since(Revision since);
    }

    private final String service;
    private final Consumer<String> unreachable;
    private final InstantSource clock;
    private final ClusterObserver.Options options;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Instant failingSince;
    private volatile boolean stopped;

    /**
     * @param service for logs, such as "cluster zone1"
     * @param unreachable is told why, after each failure once the service failed for long enough
     */
    public LongPolls(
            String service, Consumer<String> unreachable, InstantSource clock, ClusterObserver.Options options) {
        this.service = service;
        this.unreachable = unreachable;
        this.clock = clock;
        this.options = options;
    }

    /** Begins a poll on a thread of that name. */
    public void start(String thread, Poll poll) {
        threads.add(Thread.ofVirtual().name(thread).start(() -> listen(poll)));
    }

    /** Ends all polls; one that does not end within two seconds is left to itself. */
    public void stop() throws InterruptedException {
        stopped = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(2));
        }
    }

    /** A poll was answered: from now on the service fails for no time. */
    public synchronized void answered() {
        failingSince = null;
    }

    /** An edge: whatever a poll throws, the service is asked again, from where it was heard last. */
    private void listen(Poll poll) {
        Revision since = Revision.NONE;
        Duration pause = options.minPause();
        while (!stopped) {
            try {
                since = poll.since(since);
                pause = options.minPause();
            } catch (RuntimeException e) {
                if (stopped || !pauseAfter(e, pause)) {
                    return;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(options.maxPause()) > 0 ? options.maxPause() : doubled;
            }
        }
    }

    private boolean pauseAfter(RuntimeException failure, Duration pause) {
        try {
            if (failsForLong(failure)) {
                String message = failure.getMessage();
                unreachable.accept(message == null ? failure.toString() : message);
            }
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private synchronized boolean failsForLong(RuntimeException failure) {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
            LOG.info("{} does not answer; asking again", service, failure);
            return false;
        }
        LOG.debug("{} still does not answer", service, failure);
        return !now.isBefore(failingSince.plus(options.unreachableAfter()));
    }
}
