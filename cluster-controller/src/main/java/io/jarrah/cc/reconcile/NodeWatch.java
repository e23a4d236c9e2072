package io.jarrah.cc.reconcile;

import io.jarrah.cc.books.NodeBooks;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one node for ever how it is, by a timer, and what changed among its instances, by a long poll. An edge: what a
 * question throws is "no answer", whatever it was.
 */
final class NodeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final Duration STOP_GRACE = Duration.ofMillis(500);

    private final NodeRegistration registration;
    private final NodeService node;
    private final NodeBooks books;
    private final WatchSettings settings;
    private final Thread describing;
    private final Thread polling;
    private volatile boolean stopped;

    NodeWatch(NodeRegistration registration, NodeService node, NodeBooks books, WatchSettings settings) {
        this.registration = registration;
        this.node = node;
        this.books = books;
        this.settings = settings;
        this.describing =
                Thread.ofVirtual().name("describe-" + registration.name()).unstarted(this::describe);
        this.polling = Thread.ofVirtual().name("poll-" + registration.name()).unstarted(this::poll);
    }

    NodeRegistration registration() {
        return registration;
    }

    void start() {
        polling.start();
        describing.start();
    }

    /** Asks no more; a question that is under way is not waited for long. */
    void stop() throws InterruptedException {
        stopped = true;
        describing.interrupt();
        polling.interrupt();
        describing.join(STOP_GRACE);
        polling.join(STOP_GRACE);
    }

    private void describe() {
        try {
            Duration pause = settings.minPause();
            while (!stopped) {
                if (describeOnce()) {
                    pause = settings.minPause();
                    Thread.sleep(settings.describeInterval());
                } else {
                    Thread.sleep(pause);
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer describing {}", name());
        }
    }

    private boolean describeOnce() {
        Set<InstanceId> reported = books.reported(name());
        try {
            NodeDescription description = node.describeNode(Correlation.random());
            if (!stopped) {
                books.described(name(), description, reported);
            }
            return true;
        } catch (RuntimeException e) {
            return noAnswer("describeNode", e);
        }
    }

    private void poll() {
        try {
            Revision since = Revision.NONE;
            Duration pause = settings.minPause();
            while (!stopped) {
                Revision next = pollOnce(since);
                if (next.equals(Revision.NONE)) {
                    Thread.sleep(pause);
                    pause = longer(pause);
                } else {
                    since = next;
                    pause = settings.minPause();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer polling {}", name());
        }
    }

    /** Returns the revision to ask since next, NONE when there was no answer. */
    private Revision pollOnce(Revision since) {
        try {
            Changes<ObservedInstance> changes =
                    node.describeInstances(Correlation.random(), since, settings.longPoll());
            if (!stopped) {
                books.observed(name(), changes);
            }
            return changes.revision();
        } catch (RuntimeException e) {
            noAnswer("describeInstances", e);
            return Revision.NONE;
        }
    }

    private boolean noAnswer(String what, RuntimeException e) {
        if (!stopped) {
            LOG.debug("{} of {} failed", what, name(), e);
            books.failed(name(), String.valueOf(e.getMessage()));
        }
        return false;
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(settings.maxPause()) > 0 ? settings.maxPause() : twice;
    }

    private NodeName name() {
        return registration.name();
    }
}
